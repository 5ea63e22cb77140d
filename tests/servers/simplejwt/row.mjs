// @ts-check
import { LIFETIME, python } from "../support/python.mjs";

/** @type {import("../driver/types.mjs").Row} */
const rotating = {
  name: "simplejwt",
  title: "Django REST framework, simplejwt with rotation and blacklist",
  zh: "Django REST framework，simplejwt，轮换并加入黑名单",
  page: "django",
  packages: ["Django", "djangorestframework", "djangorestframework-simplejwt"],
  from: "python",
  program: python("simplejwt", { ROTATION: "on" }),
  lifetime: LIFETIME,
  me: "/me/",
  upload: "/upload/",
  refreshes: ({ path }) => path === "/token/refresh/",
};
export default rotating;

/** The same without rotation: the refresh token stays. @type {import("../driver/types.mjs").Row} */
export const still = {
  ...rotating,
  name: "simplejwt-still",
  app: "simplejwt",
  title: "Django REST framework, simplejwt without rotation",
  zh: "Django REST framework，simplejwt，不轮换",
  program: python("simplejwt", { ROTATION: "off" }),
};
