// The words around the Chinese pages.

import type { DefaultTheme } from "vitepress";

export const chinese: {
  theme: DefaultTheme.Config;
  search: DefaultTheme.LocalSearchOptions["translations"];
} = {
  theme: {
    outline: { level: [2, 3], label: "本页内容" },
    docFooter: { prev: "上一页", next: "下一页" },
    darkModeSwitchLabel: "主题",
    lightModeSwitchTitle: "切换到浅色主题",
    darkModeSwitchTitle: "切换到深色主题",
    sidebarMenuLabel: "文档",
    returnToTopLabel: "回到顶部",
    langMenuLabel: "切换语言",
    skipToContentLabel: "跳到正文",
    notFound: {
      title: "页面不存在",
      quote: "请检查地址，或从首页重新查找。",
      linkText: "回到首页",
      linkLabel: "回到首页",
    },
  },
  search: {
    button: { buttonText: "搜索", buttonAriaLabel: "搜索文档" },
    modal: {
      displayDetails: "显示详情",
      resetButtonTitle: "清空搜索",
      backButtonTitle: "关闭搜索",
      noResultsText: "没有结果：",
      footer: {
        selectText: "打开",
        navigateText: "上下选择",
        closeText: "关闭",
      },
    },
  },
};
