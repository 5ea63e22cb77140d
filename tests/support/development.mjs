// Imported before the sources: they are run as the build with the long texts would be.

globalThis.DEVELOPMENT = true;
