using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Media.Images.Pages;

/// <summary>One picture of the library: its texts, its focus, where it is used.</summary>
[Requires(MediaActs.KeepPicturesName)]
[NeverCached]
public sealed class DeskImageModel(ImageQueries images, ImageOperations operations, IEnumerable<IImageUses> uses, SiteLanguages languages) : FormPage
{
    private ImageWish _stored = new();

    public Image Image { get; private set; } = null!;

    public Picture Picture { get; private set; } = null!;

    public ImageWish Wish { get; private set; } = new();

    public int Version { get; private set; }

    public bool IsStored { get; private set; }

    public IReadOnlyList<Language> Languages => languages.All;

    public IReadOnlyList<Language> Lacking => images.LackingOf(Image);

    public IReadOnlyList<RelatedItem> Uses { get; private set; } = [];

    /// <summary>What a text writes to show it.</summary>
    public string Snippet => $"![]({Images.Image.Written(Image.Target)})";

    public async Task<IActionResult> OnGetAsync(string code, bool stored, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(code, cancellationToken)) return NotFound();
        (Wish, Version, IsStored) = (_stored, Image.Version, stored);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string code, int version, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(code, cancellationToken)) return NotFound();
        (Wish, Version) = (WishOf(Request.Form), version);
        return await operations.EditAsync(Reader.Viewer, code, version, Wish, cancellationToken) switch
        {
            Outcome.Done => Redirect(Reader.To($"/desk/images/{code}?stored=true")),
            Outcome.Invalid invalid => Show(invalid.Faults),
            Outcome.Conflict => Conflicted(),
            Outcome.Refused => Forbid(),
            _ => NotFound(),
        };
    }

    public async Task<IActionResult> OnPostRemoveAsync(string code, int version, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(code, cancellationToken)) return NotFound();
        (Wish, Version) = (_stored, Image.Version);
        return await operations.RemoveAsync(Reader, code, version, cancellationToken) switch
        {
            Outcome.Done => Redirect(Reader.To("/desk/images?removed=true")),
            Outcome.Invalid invalid => Show(invalid.Faults),
            Outcome.Conflict => ShowConflict(),
            Outcome.Refused => Forbid(),
            _ => NotFound(),
        };
    }

    /// <summary>A text field in one language, with what is stored beside it after a conflict.</summary>
    public FormField FieldOf(string name, string labelKey, Language language, Func<ImageWish, IReadOnlyDictionary<string, string>> texts, int longest)
    {
        var (field, value) = ($"{name}.{language.Code}", texts(Wish).GetValueOrDefault(language.Code, ""));
        return new FormField(field, T.Format("field.in-language", ("field", T[labelKey]), ("language", language.Name)), value, FaultOf(field))
        {
            MaxLength = longest, IsLong = true, Language = language.Tag, Stored = StoredBeside(value, texts(_stored).GetValueOrDefault(language.Code, "")),
        };
    }

    /// <summary>A field without a language.</summary>
    public FormField FieldOf(string name, string labelKey, Func<ImageWish, string> value, int longest) =>
        new(name, T[labelKey], value(Wish), FaultOf(name)) { MaxLength = longest, Stored = StoredBeside(value(Wish), value(_stored)) };

    private string? StoredBeside(string typed, string stored) => IsConflict && typed != stored ? stored : null;

    private PageResult Conflicted()
    {
        Version = Image.Version;
        return ShowConflict();
    }

    private async Task<bool> LoadAsync(string code, CancellationToken cancellationToken)
    {
        if (await images.FindAsync(code, cancellationToken) is not { } image) return false;
        (Image, Picture, Title) = (image, Picture.Of(image, Reader.Language), image.Name);
        _stored = new ImageWish
        {
            Alternative = languages.All.ToDictionary(language => language.Code, language => image.Alternative[language.Code] ?? "", StringComparer.Ordinal),
            Caption = languages.All.ToDictionary(language => language.Code, language => image.Caption[language.Code] ?? "", StringComparer.Ordinal),
            Credit = image.Credit,
            IsDecorative = image.IsDecorative,
            FocusX = (image.FocusX / 10m).ToString("0.#", CultureInfo.InvariantCulture),
            FocusY = (image.FocusY / 10m).ToString("0.#", CultureInfo.InvariantCulture),
        };
        foreach (var source in uses) Uses = [.. Uses, .. (await source.UsesAsync([image.Hash], Reader, cancellationToken)).Select(use => use.Place)];
        return true;
    }

    private ImageWish WishOf(IFormCollection form) => new()
    {
        Alternative = languages.All.ToDictionary(language => language.Code, language => form[$"Alternative.{language.Code}"].ToString(), StringComparer.Ordinal),
        Caption = languages.All.ToDictionary(language => language.Code, language => form[$"Caption.{language.Code}"].ToString(), StringComparer.Ordinal),
        Credit = form["Credit"].ToString(),
        IsDecorative = form["IsDecorative"] == "true",
        FocusX = form["FocusX"].ToString(),
        FocusY = form["FocusY"].ToString(),
    };
}
