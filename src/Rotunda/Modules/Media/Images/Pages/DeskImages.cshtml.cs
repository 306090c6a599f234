using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Media.Files;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Media.Images.Pages;

/// <summary>The library of pictures: search, where each is used, upload.</summary>
[Requires(MediaActs.KeepPicturesName)]
[NeverCached]
[RequestSizeLimit(ImageBytes.Largest + (1024 * 1024))]
public sealed class DeskImagesModel(ImageQueries images, ImageOperations operations, IEnumerable<IImageUses> uses, Vips vips) : FormPage
{
    /// <summary>A picture in the list.</summary>
    public sealed record Row(Image Image, Picture Picture, int Uses, IReadOnlyList<Language> Lacking);

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public string Search { get; private set; } = "";

    public bool LacksText { get; private set; }

    public int PageNumber { get; private set; }

    public int Total { get; private set; }

    public int Pages => (Total + ImageQueries.PageSize - 1) / ImageQueries.PageSize;

    public bool HasVips => vips.IsThere;

    public bool IsRemoved { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? q, bool lacking, bool removed, CancellationToken cancellationToken)
    {
        if (!PageNumbers.TryRead(Request, out var number)) return BadRequest();
        (PageNumber, IsRemoved) = (number, removed);
        await LoadAsync(q, lacking, cancellationToken);
        return number > 1 && number > Pages ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var (outcome, code) = await operations.UploadAsync(Reader.Viewer, SentFile.Of(Request.Form.Files.GetFile("File")), cancellationToken);
        if (outcome is Outcome.Done) return Redirect(Reader.To($"/desk/images/{code}"));
        PageNumber = 1;
        await LoadAsync(null, lacking: false, cancellationToken);
        return outcome is Outcome.Invalid invalid ? Show(invalid.Faults) : Forbid();
    }

    public string PagePath(int page) =>
        Reader.To($"/desk/images?page={page}{(Search.Length > 0 ? "&q=" + Uri.EscapeDataString(Search) : "")}{(LacksText ? "&lacking=true" : "")}");

    private async Task LoadAsync(string? q, bool lacking, CancellationToken cancellationToken)
    {
        (Title, Search, LacksText) = (T["images.title"], q ?? "", lacking);
        (var found, Total) = await images.ListAsync(Search, lacking, PageNumber, cancellationToken);
        var hashes = found.Select(image => image.Hash).ToList();
        var places = new List<ImageUse>();
        foreach (var source in uses) places.AddRange(await source.UsesAsync(hashes, Reader, cancellationToken));
        Rows = [.. found.Select(image => new Row(image, Picture.Of(image, Reader.Language), places.Count(use => use.Hash == image.Hash), images.LackingOf(image)))];
    }
}
