// The book: Chinese at the root, English below /en/. A link that leads nowhere fails the build.

import { defineConfig } from 'vitepress';

// One list for both languages, so that neither has a chapter that the other lacks.
const CHAPTERS = [
  ['开始', 'Begin', [
    ['start', '五分钟上手', 'Five minutes'],
    ['idea', '一张图看懂', 'The idea in one picture'],
    ['stories', '日常故事', 'Everyday stories'],
  ]],
  ['使用', 'Use', [
    ['migrate', '从 fc3、fc3-domain 迁移', 'From fc3 and fc3-domain'],
    ['migrate-fc', '从 fc（FC 2.0）迁移', 'From fc (FC 2.0)'],
    ['plugin', '继续使用 fc3', 'Staying on fc3'],
    ['projects', '项目里可以写什么', 'What a project may say'],
    ['policy', '归控制台管理的设置', 'What belongs to the console'],
    ['pipelines', '流水线', 'Pipelines'],
    ['teams', '团队共享记录', 'Teams'],
    ['commands', '命令', 'Commands'],
  ]],
  ['参考', 'Reference', [
    ['reference/flags', '参数', 'Flags'],
    ['reference/properties', '属性', 'Properties'],
    ['reference/environment', '环境变量', 'Environment variables'],
    ['reference/outcomes', '结束语与退出码', 'How a run ends'],
    ['reference/files', '状态文件', 'State files'],
  ]],
  ['更多', 'More', [
    ['security', '安全', 'Security'],
    ['troubleshooting', '故障排查', 'Troubleshooting'],
    ['compare', '与其他工具比较', 'Compared with others'],
    ['faq', '常见问题', 'Questions'],
    ['emulator', '模拟云与速度', 'The emulator, and speed'],
  ]],
];

function theme(base, which, words) {
  const sidebar = CHAPTERS.map(([zh, en, pages]) => ({
    text: which === 'zh' ? zh : en,
    items: pages.map(([page, inZh, inEn]) => ({ text: which === 'zh' ? inZh : inEn, link: `${base}${page}` })),
  }));
  return { sidebar, nav: [{ text: words.start, link: `${base}start` }, { text: words.reference, link: `${base}reference/flags` }], ...words.theme };
}

// Words of Chinese have no spaces between them. The page carries this function as its text, so it uses nothing from outside.
function tokenize(text) {
  const words = new Intl.Segmenter('zh', { granularity: 'word' }).segment(text);
  return [...words].filter((word) => word.isWordLike).map((word) => word.segment.toLowerCase());
}

// The end of a line is a space between words; Chinese has none.
function unspaced(md) {
  const isWide = (letter) => /[\u2e80-\uffef\u201c\u201d\u2026]/.test(letter ?? '');
  md.renderer.rules.softbreak = (tokens, index) => {
    const [before, after] = [tokens[index - 1], tokens[index + 1]];
    return isWide(before?.content.at(-1)) && isWide(after?.content[0]) ? '' : '\n';
  };
}

const ZH_SEARCH = {
  button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
  modal: {
    noResultsText: '没有找到', resetButtonTitle: '清除', displayDetails: '显示详细列表', backButtonTitle: '关闭',
    footer: { selectText: '选择', navigateText: '切换', closeText: '关闭' },
  },
};

export default defineConfig({
  title: 'fc-guard',
  base: process.env.DOCS_BASE || '/',
  outDir: process.env.DOCS_OUT || '../target/docs',
  cacheDir: process.env.DOCS_CACHE || '../target/docs-cache',
  cleanUrls: true,
  rewrites: { 'zh/:rest*': ':rest*' },
  srcExclude: ['README.md', 'scripts/**', 'transcripts/**'],
  markdown: { theme: { light: 'github-light', dark: 'github-dark' }, config: unspaced },
  themeConfig: {
    search: { provider: 'local', options: { locales: { root: { translations: ZH_SEARCH } }, miniSearch: { options: { tokenize } } } },
  },
  locales: {
    root: {
      label: '简体中文', lang: 'zh-CN', description: '阿里云函数计算的安全部署：覆盖别人在线上的改动之前，先问一声',
      themeConfig: theme('/', 'zh', {
        start: '上手', reference: '参考',
        theme: {
          outline: { label: '本页内容', level: [2, 3] }, docFooter: { prev: '上一页', next: '下一页' }, darkModeSwitchLabel: '外观',
          sidebarMenuLabel: '目录', returnToTopLabel: '回到顶部', langMenuLabel: '语言',
        },
      }),
    },
    en: {
      label: 'English', lang: 'en', description: 'Safe deploys for Alibaba Cloud Function Compute: asks before it overwrites what others changed online',
      themeConfig: theme('/en/', 'en', { start: 'Begin', reference: 'Reference', theme: { outline: { level: [2, 3] } } }),
    },
  },
});
