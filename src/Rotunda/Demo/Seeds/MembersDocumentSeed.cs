using System.Text;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Documents;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Demo.Seeds;

/// <summary>A made-up document that only people with an account see.</summary>
internal sealed class MembersDocumentSeed(FileStore files) : IDemonstrationSeeder
{
    private const string Text = """
        DEMONSTRATION · 演示 · ДЕМОНСТРАЦИЯ

        Working meeting of the liaison officers: notes
        联络员工作会议纪要
        Рабочее совещание координаторов: заметки

        This text is made up. It shows that a document for members is listed and opened by signed-in people only.
        本文为虚构内容，用于演示：仅限成员查阅的文件只对已登录人员可见。
        Этот текст придуман. Он показывает, что документ для участников видят и открывают только те, кто вошёл в систему.
        """;

    public int Order => 20;

    public async Task SeedAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(Text));
        var file = await files.PutAsync(db, content, "text/plain; charset=utf-8", cancellationToken);
        db.Add(new AssociationDocument
        {
            Id = RowId.New(),
            Code = "demonstration-notes",
            Kind = DocumentKind.Minutes,
            Title = LocalizedText.Of(("en", "Working meeting of the liaison officers: notes"), ("zh", "联络员工作会议纪要"), ("ru", "Рабочее совещание координаторов: заметки")),
            Visibility = DocumentVisibility.Members,
            AuthoritativeLanguages = ["zh", "ru"],
            FileHash = file.Hash,
            FileName = "notes.txt",
            IsDemonstration = true,
        });
    }
}
