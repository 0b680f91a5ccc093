import "./views/desk.js";
