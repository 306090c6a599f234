using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Translation;

/// <summary>Languages as scopes of roles: <c>language:ru</c>.</summary>
internal sealed class LanguageReferences(SiteLanguages languages) : IReferenceKind
{
    public string Kind => "language";

    public string PathOf(string code) => "/about";

    public Task<IReadOnlyDictionary<string, Localized>> LabelsAsync(IReadOnlyCollection<string> codes, Reader reader, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, Localized>>(codes.Where(code => languages.Find(code)?.Code == code).ToDictionary(code => code, code => new Localized(languages.Find(code)!.Name, code, code != reader.Language.Code)));
}

/// <summary>Pairs of languages as scopes of roles: <c>pair:ru-zh</c>, from Russian into Chinese.</summary>
internal sealed class PairReferences(SiteLanguages languages) : IReferenceKind
{
    public string Kind => "pair";

    public string PathOf(string code) => "/about";

    public Task<IReadOnlyDictionary<string, Localized>> LabelsAsync(IReadOnlyCollection<string> codes, Reader reader, CancellationToken cancellationToken)
    {
        var labels = new Dictionary<string, Localized>(StringComparer.Ordinal);
        foreach (var code in codes)
        {
            if (code.Split('-') is [var from, var to] && from != to && languages.Find(from) is { } source && source.Code == from && languages.Find(to) is { } target && target.Code == to)
                labels[code] = new Localized($"{source.Name} → {target.Name}", reader.Language.Code, IsFallback: false);
        }

        return Task.FromResult<IReadOnlyDictionary<string, Localized>>(labels);
    }
}
