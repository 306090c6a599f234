using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Newsroom.Submissions;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Demo.Seeds;

/// <summary>Made-up news that waits for an editor, so that the queue shows what it is for.</summary>
internal sealed class SubmissionSeed(IClock clock) : IDemonstrationSeeder
{
    public int Order => 60;

    public async Task SeedAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        if (await db.Institutions.SingleOrDefaultAsync(row => row.Code == "upc", cancellationToken) is not { } institution
            || await db.Set<Account>().SingleOrDefaultAsync(row => row.Email == "liaison-upc@demonstration.invalid", cancellationToken) is not { } account) return;
        db.Add(new NewsSubmission
        {
            Id = RowId.New(),
            InstitutionId = institution.Id,
            AccountId = account.Id,
            SenderName = account.DisplayName,
            Language = "zh",
            Title = "学生科创周开幕（演示）",
            Text = """
                本文为演示而虚构。**学生科创周**于本周一开幕，持续五天。

                ## 日程

                | 日期 | 活动 |
                | --- | --- |
                | 周一 | 开幕式 |
                | 周三 | 中俄学生联合展示 |
                | 周五 | 总结与颁奖 |

                - 所有活动均可在线参加
                - 提供中文与俄文同声传译
                """,
            Message = "请安排译成俄文和英文。",
            SentAt = clock.GetCurrentInstant() - Duration.FromDays(1),
            IsDemonstration = true,
        });
    }
}
