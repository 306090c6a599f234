using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data;

/// <summary>Many new rows at once: stored as Entity Framework stores them, all or nothing.</summary>
public abstract class NewRowsTests(Site site)
{
    private const int Many = 200;

    private static readonly Instant At = Instant.FromUtc(2026, 11, 27, 9, 0) + Duration.FromTicks(1234560);

    [Fact]
    public async Task They_are_stored_as_Entity_Framework_stores_them()
    {
        var (ours, theirs) = (await TextAsync(), await TextAsync());
        await using (var db = site.Db()) await NewRows.SaveAsync(db, Rows(ours), TestContext.Current.CancellationToken);
        await using (var db = site.Db())
        {
            db.AddRange(Rows(theirs));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        // The cells as the database itself has them, in the order of the rows
        var (one, other) = (await CellsAsync(ours), await CellsAsync(theirs));
        Assert.Equal(Many, one.Count);
        Assert.Equal(other, one);
        await using var read = site.Db();
        var texts = await read.SegmentTexts.AsNoTracking().Where(row => ours.Segments.Select(segment => segment.Id).Contains(row.SegmentId)).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Many, texts.Count);
        Assert.All(texts, text => Assert.Equal((At, Convert.ToHexString(SegmentText.HashOf(text.Text)), 2), (text.MadeAt!.Value, Convert.ToHexString(text.Hash), text.Makers.Count)));
    }

    [Fact]
    public async Task What_is_tracked_is_stored_with_them_or_nothing_is()
    {
        var text = await TextAsync();
        await using (var other = site.Db())
        {
            other.Add(new SegmentText { SegmentId = text.Segments[3].Id, Language = "zh", Text = "又", Hash = SegmentText.HashOf("又") });
            await other.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await using var db = site.Db();
        await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        db.Entry(await db.Texts.SingleAsync(row => row.Id == text.Id, TestContext.Current.CancellationToken)).State = EntityState.Modified;
        var rows = Rows(text);

        var refused = await Assert.ThrowsAsync<DbUpdateException>(() => NewRows.SaveAsync(db, rows, TestContext.Current.CancellationToken));
        Assert.True(refused.IsUniqueViolation());
        db.ChangeTracker.Clear();
        // The transaction of the caller goes on, with nothing of it
        Assert.Equal((1, 0), (await CountAsync(db, text), await db.TextChanges.CountAsync(row => row.TextId == text.Id, TestContext.Current.CancellationToken)));
        var gone = text.Segments.ConvertAll<object>(segment => new TextChange { Id = RowId.New(), TextId = RowId.New(), SegmentId = segment.Id, Language = "zh", Text = "", Hash = [] });
        var orphaned = await Assert.ThrowsAsync<DbUpdateException>(() => NewRows.SaveAsync(db, gone, TestContext.Current.CancellationToken));
        Assert.True(orphaned.IsStillReferred());
        db.ChangeTracker.Clear();

        db.Entry(await db.Texts.SingleAsync(row => row.Id == text.Id, TestContext.Current.CancellationToken)).State = EntityState.Modified;
        await NewRows.SaveAsync(db, rows.FindAll(row => row is not SegmentText words || words.SegmentId != text.Segments[3].Id), TestContext.Current.CancellationToken);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        await using var read = site.Db();
        Assert.Equal((Many, Many), (await CountAsync(read, text), await read.TextChanges.CountAsync(row => row.TextId == text.Id, TestContext.Current.CancellationToken)));
        Assert.Equal(text.Version + 1, (await read.Texts.SingleAsync(row => row.Id == text.Id, TestContext.Current.CancellationToken)).Version);
    }

    [Fact]
    public async Task A_conflict_of_what_is_tracked_takes_them_back()
    {
        var text = await TextAsync();
        await using var db = site.Db();
        (await db.Texts.SingleAsync(row => row.Id == text.Id, TestContext.Current.CancellationToken)).Version = 7;
        await using (var other = site.Db()) await other.Texts.Where(row => row.Id == text.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Version, 9), TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => NewRows.SaveAsync(db, Rows(text), TestContext.Current.CancellationToken));

        await using var read = site.Db();
        Assert.Equal(0, await CountAsync(read, text));
    }

    private static Task<int> CountAsync(RotundaDb db, TranslatedText text) =>
        (from segment in db.Segments where segment.TextId == text.Id from words in segment.Texts select words).CountAsync(TestContext.Current.CancellationToken);

    /// <summary>A text whose segments have no words yet.</summary>
    private async Task<TranslatedText> TextAsync()
    {
        var text = new TranslatedText { Id = RowId.New(), SourceLanguage = "ru" };
        for (var i = 0; i < Many; i++)
        {
            var block = new Block { Id = RowId.New(), TextId = text.Id, Order = i, Kind = BlockKind.Paragraph };
            text.Blocks.Add(block);
            text.Segments.Add(new Segment { Id = RowId.New(), TextId = text.Id, BlockId = block.Id, Field = SegmentField.Content });
        }

        await using var db = site.Db();
        db.Add(text);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return text;
    }

    /// <summary>Rows of two kinds with all that their columns may hold, the same for every text but for the ids.</summary>
    private static List<object> Rows(TranslatedText text)
    {
        var makers = new List<Guid> { new("0196f0a0-0000-7000-8000-00000000abcd"), new("0196f0a0-0000-7000-8000-00000000ef01") };
        var rows = new List<object>();
        foreach (var (number, segment) in text.Segments.Index())
        {
            var words = string.Create(CultureInfo.InvariantCulture, $"第{number}号 «Ё» 🜁 'quoted'");
            var (hash, isFinal) = (SegmentText.HashOf(words), number % 2 == 0);
            rows.Add(new SegmentText
            {
                SegmentId = segment.Id, Language = "zh", Text = words, Hash = hash, State = isFinal ? TranslationState.Final : TranslationState.Translated, Origin = SegmentOrigin.Import,
                FromLanguage = isFinal ? "ru" : null, FromHash = isFinal ? hash : null, FromText = isFinal ? "" : null, Makers = makers, MadeAt = At,
                ApprovedBy = isFinal ? makers[0] : null, ApprovedHash = isFinal ? hash : null, ApprovedAt = isFinal ? Instant.FromUtc(2026, 1, 2, 3, 4) : null,
            });
            rows.Add(new TextChange
            {
                Id = RowId.New(), TextId = text.Id, SegmentId = segment.Id, Language = "zh", Kind = ChangeKind.SentBack, AccountId = isFinal ? makers[1] : null, At = At, Text = words, Hash = hash, Note = isFinal ? words : null,
            });
        }

        return rows;
    }

    /// <summary>What stands in every column but those of the ids, with its type where the database keeps one for each value.</summary>
    private async Task<List<string>> CellsAsync(TranslatedText text)
    {
        await using var db = site.Db();
        string[] columns = ["\"Text\"", "\"Hash\"", "\"Shape\"", "\"State\"", "\"Origin\"", "\"FromLanguage\"", "\"FromHash\"", "\"FromText\"", "\"Makers\"", "\"MadeAt\"", "\"ApprovedBy\"", "\"ApprovedHash\"", "\"ApprovedAt\""];
        string[] changes = ["change.\"Kind\"", "change.\"AccountId\"", "change.\"At\"", "change.\"Text\"", "change.\"Hash\"", "change.\"Note\""];
        var cells = columns.Select(column => "words." + column).Concat(changes).ToList();
        if (db.Database.IsSqlite()) cells = [.. cells, .. cells.Concat(["words.\"SegmentId\"", "change.\"Id\""]).Select(cell => $"typeof({cell})")];
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText =
            $"SELECT {string.Join(", ", cells)} FROM text_segment segment JOIN text_block block ON block.\"Id\" = segment.\"BlockId\" JOIN segment_text words ON words.\"SegmentId\" = segment.\"Id\" "
            + "JOIN text_change change ON change.\"SegmentId\" = segment.\"Id\" WHERE segment.\"TextId\" = @text ORDER BY block.\"Order\"";
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@text", text.Id);
        command.Parameters.Add(parameter);
        var rows = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is var value && value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture))));
        return rows;
    }
}

public sealed class NewRowsTestsOnSqlite(EmptySqliteSite site) : NewRowsTests(site), IClassFixture<EmptySqliteSite>;

public sealed class NewRowsTestsOnPostgres(EmptyPostgresSite site) : NewRowsTests(site), IClassFixture<EmptyPostgresSite>;
