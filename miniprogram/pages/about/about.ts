import { careBehavior } from '../../behaviors/care'

interface AboutData {
  care: boolean
  parts: readonly { title: string; lines: readonly string[] }[]
}

const data: AboutData = {
  care: false,
  parts: [
    {
      title: '五社联动是什么',
      lines: [
        '社区为平台，社会组织、社工、志愿者和慈善资源一起，帮居民解决难处。',
        '您提的事由持证社工接手；您捐的钱由区慈善会管理，每一笔都公开。',
      ],
    },
    {
      title: '您的信息怎么保护',
      lines: [
        '您写的事情，只有社工站和接手的社工能看到。',
        '地址和电话，社工接单后才能看到，每次查看都有记录。',
        '文字和照片提交前会做安全检查。',
        '公开的数字不会让人认出是谁，少于 5 件的只写“少于 5”。',
      ],
    },
    {
      title: '您可以',
      lines: [
        '随时撤回还没办完的求助。',
        '要求不由系统挑选社工，改由社工站的人来挑。',
        '要求导出、更正或删除您的信息。法律要求保存的账目，会去掉名字后保存。',
        '以上都可以打服务点或值班电话办理。',
      ],
    },
  ],
}

Page({ behaviors: [careBehavior], data })
