// As Jest's documentation has it; Jest runs CommonJS, and Babel makes that of the imports.
module.exports = {
  presets: [["@babel/preset-env", { targets: { node: "current" } }]],
};
