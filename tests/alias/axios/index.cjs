module.exports = require("everfetch/axios");
