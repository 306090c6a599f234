using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Files;
using Rotunda.Data.Jobs;
using Rotunda.Data.Values;
using Rotunda.Modules.Media.Files;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Text;

namespace Rotunda.Modules.Media.Images;

/// <summary>What a form says of a picture.</summary>
public sealed record ImageWish
{
    /// <summary>By language code.</summary>
    public IReadOnlyDictionary<string, string> Alternative { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Caption { get; init; } = new Dictionary<string, string>();

    public string Credit { get; init; } = "";

    public bool IsDecorative { get; init; }

    /// <summary>Per cent from the left and from the top, as typed.</summary>
    public string FocusX { get; init; } = "50";

    public string FocusY { get; init; } = "50";
}

/// <summary>The only code that writes the library.</summary>
public sealed class ImageOperations(
    RotundaDb db, FileStore files, JobRunner jobs, IEnumerable<IImageUses> uses, IEnumerable<IFileUses> named, Permissions permissions, SiteLanguages languages, AuditTrail audit, Publication publication, WorkSignal signal, IClock clock)
{
    public const string SubjectKind = "image";
    public const int LongestAlternative = 500;
    public const int LongestCaption = 1_000;
    public const int LongestCredit = 200;

    /// <summary>Letters and digits that nobody confuses.</summary>
    private const string CodeLetters = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int CodeLength = 8;

    private static readonly int[] Range = [0, 100];

    /// <summary>Takes a picture into the library; one that is there already is found again.</summary>
    public async Task<(Outcome Outcome, string? Code)> UploadAsync(Viewer viewer, SentFile? file, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, MediaActs.KeepPictures)) return (new Outcome.Refused(), null);
        if (file is null) return (new Outcome.Invalid([new FieldFault("File", "fault.image-none")]), null);
        if (file.Length > ImageBytes.Largest) return (new Outcome.Invalid([new FieldFault("File", "fault.image-size", "15")]), null);
        using var content = new MemoryStream((int)file.Length);
        await using (var stream = file.Open()) await stream.CopyToAsync(content, cancellationToken);
        var (image, fault) = await TakeAsync(db, viewer, content.GetBuffer().AsMemory(0, (int)content.Length), file.Name, cancellationToken);
        if (fault is not null) return (new Outcome.Invalid([new FieldFault("File", fault, "15")]), null);
        await db.SaveChangesAsync(cancellationToken);
        signal.Raise();
        return (new Outcome.Done(), image!.Code);
    }

    /// <summary>Adds a verified, stripped picture to the context of another operation, which has asked for its own permission and saves.</summary>
    /// <returns>The picture, or the key of what is wrong with it.</returns>
    public async Task<(Image? Image, string? FaultKey)> TakeAsync(RotundaDb context, Viewer viewer, ReadOnlyMemory<byte> bytes, string name, CancellationToken cancellationToken, bool isDemonstration = false, bool isRenderedLater = true)
    {
        var (read, fault) = ImageBytes.Read(bytes.Span);
        if (read is null) return (null, fault);
        var hash = Convert.ToHexStringLower(SHA256.HashData(read.Content));
        if ((context.Images.Local.FirstOrDefault(row => row.Hash == hash) ?? await context.Images.SingleOrDefaultAsync(row => row.Hash == hash, cancellationToken)) is { } known) return (known, null);
        using var content = new MemoryStream(read.Content);
        var stored = await files.PutAsync(context, content, read.MediaType, cancellationToken);
        var image = new Image
        {
            Id = RowId.New(),
            Code = RandomNumberGenerator.GetString(CodeLetters, CodeLength),
            Name = FileIntake.NameOf(Path.ChangeExtension(name, read.Extension), read.Extension),
            Hash = stored.Hash,
            MediaType = read.MediaType,
            Width = read.Width,
            Height = read.Height,
            UploadedBy = viewer.AccountId,
            UploaderName = viewer.Name,
            UploadedAt = clock.GetCurrentInstant(),
            IsDemonstration = isDemonstration,
        };
        image.CountLacking(Codes);
        context.Add(image);
        if (isRenderedLater) jobs.Enqueue(context, RenditionsJob.JobKind, RenditionsJob.ArgumentsOf(image.Id), viewer.AccountId);
        audit.Record(context, viewer, "image.add", SubjectKind, image.Id.ToString(), [new FieldChange("picture", null, image.Name)]);
        return (image, null);
    }

    /// <summary>Describes a picture that the form showed in a version; a moved focus makes its crops anew.</summary>
    public async Task<Outcome> EditAsync(Viewer viewer, string code, int version, ImageWish wish, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, MediaActs.KeepPictures)) return new Outcome.Refused();
        if (await db.Images.SingleOrDefaultAsync(row => row.Code == code, cancellationToken) is not { } image) return new Outcome.Missing();
        if (image.Version != version) return new Outcome.Conflict();
        var faults = new List<FieldFault>();
        var (alternative, caption, credit) = (Read("Alternative", wish.Alternative, LongestAlternative, faults), Read("Caption", wish.Caption, LongestCaption, faults), TextCleaning.Clean(wish.Credit));
        if (credit.Length > LongestCredit) faults.Add(new FieldFault("Credit", "fault.too-long", LongestCredit.ToString(CultureInfo.InvariantCulture)));
        var (x, y) = (Focus("FocusX", wish.FocusX, faults), Focus("FocusY", wish.FocusY, faults));
        if (faults.Count > 0) return new Outcome.Invalid(faults);
        var changes = Changes(image, alternative, caption, credit, wish.IsDecorative, x, y).ToList();
        if (changes.Count == 0) return new Outcome.Done();
        var hasMoved = (image.FocusX, image.FocusY) != (x, y);
        (image.Alternative, image.Caption, image.Credit, image.IsDecorative, image.FocusX, image.FocusY) = (alternative, caption, credit, wish.IsDecorative, x, y);
        image.CountLacking(Codes);
        if (hasMoved) jobs.Enqueue(db, RenditionsJob.JobKind, RenditionsJob.ArgumentsOf(image.Id), viewer.AccountId);
        audit.Record(db, viewer, "image.edit", SubjectKind, image.Id.ToString(), changes);
        return await publication.TrySaveAsync(db, cancellationToken);
    }

    /// <summary>Takes a picture out of the library unless something shows it.</summary>
    public async Task<Outcome> RemoveAsync(Reader reader, string code, int version, CancellationToken cancellationToken)
    {
        if (!permissions.May(reader.Viewer, MediaActs.KeepPictures)) return new Outcome.Refused();
        if (await db.Images.Include(row => row.Renditions).SingleOrDefaultAsync(row => row.Code == code, cancellationToken) is not { } image) return new Outcome.Missing();
        if (image.Version != version) return new Outcome.Conflict();
        foreach (var source in uses)
            if ((await source.UsesAsync([image.Hash], reader, cancellationToken)).Count > 0 || await source.IsShownAsync(image.Hash, Viewer.Anonymous, cancellationToken) is true) return new Outcome.Invalid([new FieldFault("", "fault.image-used")]);
        foreach (var source in named)
            if (await source.NamesAsync(image.Hash, cancellationToken)) return new Outcome.Invalid([new FieldFault("", "fault.image-used")]);
        db.Remove(image);
        audit.Record(db, reader.Viewer, "image.remove", SubjectKind, image.Id.ToString(), [new FieldChange("picture", image.Name, null)]);
        return await publication.TrySaveAsync(db, cancellationToken);
    }

    private IEnumerable<string> Codes => languages.All.Select(language => language.Code);

    private LocalizedText Read(string field, IReadOnlyDictionary<string, string> texts, int longest, List<FieldFault> faults)
    {
        var cleaned = languages.All.Select(language => (language.Code, Text: TextCleaning.Clean(texts.GetValueOrDefault(language.Code, "")))).ToList();
        faults.AddRange(cleaned.Where(pair => pair.Text.Length > longest).Select(pair => new FieldFault($"{field}.{pair.Code}", "fault.too-long", longest.ToString(CultureInfo.InvariantCulture))));
        return LocalizedText.Of([.. cleaned.Select(pair => (pair.Code, (string?)pair.Text))]);
    }

    /// <summary>Per cent as typed, in thousandths.</summary>
    private static int Focus(string field, string text, List<FieldFault> faults)
    {
        if (decimal.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent >= Range[0] && percent <= Range[1]) return (int)Math.Round(percent * 10);
        faults.Add(new FieldFault(field, "fault.image-focus"));
        return Image.Middle;
    }

    private IEnumerable<FieldChange> Changes(Image image, LocalizedText alternative, LocalizedText caption, string credit, bool isDecorative, int x, int y)
    {
        foreach (var code in Codes)
        {
            if (image.Alternative[code] != alternative[code]) yield return new FieldChange($"alternative.{code}", image.Alternative[code], alternative[code]);
            if (image.Caption[code] != caption[code]) yield return new FieldChange($"caption.{code}", image.Caption[code], caption[code]);
        }

        if (image.Credit != credit) yield return new FieldChange("picture-credit", image.Credit, credit);
        if (image.IsDecorative != isDecorative) yield return new FieldChange("decorative", image.IsDecorative ? "✓" : "–", isDecorative ? "✓" : "–");
        if ((image.FocusX, image.FocusY) != (x, y)) yield return new FieldChange("focus", Shown(image.FocusX, image.FocusY), Shown(x, y));

        static string Shown(int x, int y) => string.Create(CultureInfo.InvariantCulture, $"{x / 10m:0.#} % / {y / 10m:0.#} %");
    }
}
