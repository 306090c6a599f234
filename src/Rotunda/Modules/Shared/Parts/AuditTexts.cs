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
        ["article.move"] = "audit.article-move",
        ["topic.add"] = "audit.topic-add",
        ["topic.edit"] = "audit.topic-edit",
        ["topic.remove"] = "audit.topic-remove",
        ["old-address.put"] = "audit.old-address-put",
        ["old-address.remove"] = "audit.old-address-remove",
        ["old-address.import"] = "audit.old-address-import",
        ["subscription.ask"] = "audit.subscription-ask",
        ["subscription.confirm"] = "audit.subscription-confirm",
        ["subscription.change"] = "audit.subscription-change",
        ["subscription.leave"] = "audit.subscription-leave",
        ["article.begin"] = "audit.article-begin",
        ["article.rewrite"] = "audit.article-rewrite",
        ["article.edit"] = "audit.article-edit",
        ["article.publish"] = "audit.article-publish",
        ["article.publish-override"] = "audit.article-publish-override",
        ["article.schedule"] = "audit.article-schedule",
        ["article.unschedule"] = "audit.article-unschedule",
        ["article.withdraw"] = "audit.article-withdraw",
        ["article.restore"] = "audit.article-restore",
        ["article.preview-link"] = "audit.article-preview-link",
        ["article.preview-revoke"] = "audit.article-preview-revoke",
        ["text.translate"] = "audit.text-translate",
        ["text.approve"] = "audit.text-approve",
        ["text.approve-override"] = "audit.text-approve-override",
        ["text.send-back"] = "audit.text-send-back",
        ["text.meaning-unchanged"] = "audit.text-meaning-unchanged",
        ["text.assign"] = "audit.text-assign",
        ["text.take"] = "audit.text-take",
        ["text.release"] = "audit.text-release",
        ["text.submit"] = "audit.text-submit",
        ["text.return"] = "audit.text-return",
        ["text.comment"] = "audit.text-comment",
        ["text.add-block"] = "audit.text-add-block",
        ["text.remove-block"] = "audit.text-remove-block",
        ["account.credits"] = "audit.account-credits",
        ["institution.edit"] = "audit.institution-edit",
        ["body.add"] = "audit.body-add",
        ["body.edit"] = "audit.body-edit",
        ["body-member.add"] = "audit.body-member-add",
        ["body-member.edit"] = "audit.body-member-edit",
        ["seat.add"] = "audit.seat-add",
        ["seat.edit"] = "audit.seat-edit",
        ["appointment.add"] = "audit.appointment-add",
        ["appointment.edit"] = "audit.appointment-edit",
        ["programme.add"] = "audit.programme-add",
        ["programme.edit"] = "audit.programme-edit",
        ["total.add"] = "audit.total-add",
        ["total.edit"] = "audit.total-edit",
        ["document.add"] = "audit.document-add",
        ["document.edit"] = "audit.document-edit",
        ["registry.table"] = "audit.registry-table",
        ["membership.add"] = "audit.membership-add",
        ["membership.edit"] = "audit.membership-edit",
        ["term.add"] = "audit.term-add",
        ["term.edit"] = "audit.term-edit",
        ["proposal.make"] = "audit.proposal-make",
        ["proposal.decide"] = "audit.proposal-decide",
        ["institution.add"] = "audit.institution-add",
        ["application.send"] = "audit.application-send",
        ["application.confirm"] = "audit.application-confirm",
        ["application.answer"] = "audit.application-answer",
        ["application.withdraw"] = "audit.application-withdraw",
        ["application.ask"] = "audit.application-ask",
        ["application.consent"] = "audit.application-consent",
        ["application.object"] = "audit.application-object",
        ["application.entry"] = "audit.application-entry",
        ["application.admit"] = "audit.application-admit",
        ["application.clear"] = "audit.application-clear",
        ["handover.nominate"] = "audit.handover-nominate",
        ["handover.item"] = "audit.handover-item",
        ["handover.move"] = "audit.handover-move",
        ["handover.cancel"] = "audit.handover-cancel",
        ["handover.complete"] = "audit.handover-complete",
        ["site.setup"] = "audit.site-setup",
        ["account.invite"] = "audit.account-invite",
        ["account.create"] = "audit.account-create",
        ["account.grant"] = "audit.account-grant",
        ["account.revoke"] = "audit.account-revoke",
        ["account.disable"] = "audit.account-disable",
        ["account.passkey-add"] = "audit.passkey-add",
        ["account.passkey-remove"] = "audit.passkey-remove",
        ["circular.draft"] = "audit.circular-draft",
        ["circular.edit"] = "audit.circular-edit",
        ["circular.discard"] = "audit.circular-discard",
        ["circular.send"] = "audit.circular-send",
        ["circular.remind"] = "audit.circular-remind",
        ["circular.close"] = "audit.circular-close",
        ["circular.link"] = "audit.circular-link",
        ["circular.answer"] = "audit.circular-answer",
        ["contact.consent"] = "audit.contact-consent",
        ["contact.withdraw"] = "audit.contact-withdraw",
        ["account.session-end"] = "audit.account-session-end",
        ["account.sessions-end"] = "audit.account-sessions-end",
        ["account.profile"] = "audit.account-profile",
        ["account.password"] = "audit.account-password",
        ["account.password-reset"] = "audit.account-password-reset",
        ["account.email"] = "audit.account-email",
        ["account.second-step-on"] = "audit.account-second-step-on",
        ["account.second-step-off"] = "audit.account-second-step-off",
        ["account.recovery-codes"] = "audit.account-recovery-codes",
        ["account.second-step-required"] = "audit.account-second-step-required",
        ["account.second-step-optional"] = "audit.account-second-step-optional",
        ["account.withdraw"] = "audit.account-withdraw",
        ["account.export"] = "audit.account-export",
        ["account.erase"] = "audit.account-erase",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The words for a field; the name itself for one that no module named.</summary>
    public static string LabelOf(string field, IEnumerable<AuditedField> known, Reader reader, SiteLanguages languages)
    {
        var dot = field.LastIndexOf('.');
        var (name, language) = dot < 0 ? (field, null) : (field[..dot], languages.Find(field[(dot + 1)..]));
        if (known.FirstOrDefault(candidate => candidate.Field == name) is not { } found) return field;
        var label = reader.Texts[found.TextKey];
        // A part that is no language is a side
        if (dot >= 0 && language is null) return reader.Texts.Format("field.in-language", ("field", label), ("language", field[(dot + 1)..]));
        return language is null ? label : reader.Texts.Format("field.in-language", ("field", label), ("language", language.Name));
    }

    /// <summary>The key of an action's name; an action of a module that names none reads «change».</summary>
    public static string KeyOf(string action) => Keys.GetValueOrDefault(action, "audit.other");
}
