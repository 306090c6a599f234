using System.Collections.Frozen;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Shared.Parts;

/// <summary>The words for what the audit trail records.</summary>
public static class AuditTexts
{
    private static readonly FrozenDictionary<string, string> Keys = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["registry.import"] = "audit.registry-import",
        ["article.import"] = "audit.article-import",
        ["institution.edit"] = "audit.institution-edit",
        ["membership.add"] = "audit.membership-add",
        ["membership.edit"] = "audit.membership-edit",
        ["term.add"] = "audit.term-add",
        ["term.edit"] = "audit.term-edit",
        ["proposal.make"] = "audit.proposal-make",
        ["proposal.decide"] = "audit.proposal-decide",
        ["site.setup"] = "audit.site-setup",
        ["account.invite"] = "audit.account-invite",
        ["account.create"] = "audit.account-create",
        ["account.grant"] = "audit.account-grant",
        ["account.revoke"] = "audit.account-revoke",
        ["account.disable"] = "audit.account-disable",
        ["account.passkey-add"] = "audit.passkey-add",
        ["account.passkey-remove"] = "audit.passkey-remove",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The words for a field; the name itself for one that no module named.</summary>
    public static string LabelOf(string field, IEnumerable<AuditedField> known, Reader reader, SiteLanguages languages)
    {
        var dot = field.LastIndexOf('.');
        var (name, language) = dot < 0 ? (field, null) : (field[..dot], languages.Find(field[(dot + 1)..]));
        if (known.FirstOrDefault(candidate => candidate.Field == name) is not { } found) return field;
        var label = reader.Texts[found.TextKey];
        return language is null ? label : reader.Texts.Format("field.in-language", ("field", label), ("language", language.Name));
    }

    /// <summary>The key of an action's name; an action of a module that names none reads «change».</summary>
    public static string KeyOf(string action) => Keys.GetValueOrDefault(action, "audit.other");
}
