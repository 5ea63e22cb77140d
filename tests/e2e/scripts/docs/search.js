document.querySelector(".VPNavBarSearch button").click();
const type = () => {
  const input = document.querySelector(".VPLocalSearchBox input");
  if (!input) return setTimeout(type, 20);
  input.value = "waiterTimeout";
  input.dispatchEvent(new Event("input", { bubbles: true }));
};
type();
