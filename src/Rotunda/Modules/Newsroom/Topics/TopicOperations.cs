using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Text;

namespace Rotunda.Modules.Newsroom.Topics;

/// <summary>A topic as a form has it.</summary>
/// <param name="Kind">Counts only for a new one.</param>
/// <param name="Code">Counts only for a new one.</param>
/// <param name="Version">The version that the form showed.</param>
/// <param name="Names">By language.</param>
/// <param name="Slugs">By language.</param>
/// <param name="Order">Where it stands among categories.</param>
public sealed record TopicWish(TopicKind Kind, string Code, int Version, IReadOnlyDictionary<string, string> Names, IReadOnlyDictionary<string, string> Slugs, string Order);

/// <summary>Adds, names and removes categories and tags. A topic keeps every address that it ever had.</summary>
public sealed class TopicOperations(RotundaDb db, SiteLanguages languages, Permissions permissions, AuditTrail audit, Publication publication)
{
    public const string SubjectKind = "topic";

    private const int LongestName = 80;
    private const int MostOrder = 9999;

    /// <summary>Adds a topic.</summary>
    public async Task<Outcome> AddAsync(Viewer viewer, TopicWish wish, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, TopicActs.Edit)) return new Outcome.Refused();
        var code = TextCleaning.Clean(wish.Code).ToLowerInvariant();
        var faults = new List<FieldFault>();
        if (!Slugs.IsOne(code) || code == "new" || code.Length > TopicConfiguration.LongestCode) faults.Add(new FieldFault("Code", "topic.fault.code"));
        else if (await db.Topics.AnyAsync(row => row.Code == code, cancellationToken)) faults.Add(new FieldFault("Code", "topic.fault.code-taken"));
        var topic = new Topic { Id = RowId.New(), Kind = wish.Kind, Code = code };
        await SetAsync(topic, wish, faults, cancellationToken);
        if (faults.Count > 0) return new Outcome.Invalid(faults);
        db.Add(topic);
        audit.Record(db, viewer, "topic.add", SubjectKind, code, ChangesOf("", LocalizedText.Empty, LocalizedText.Empty, topic));
        return await SaveAsync(cancellationToken);
    }

    /// <summary>Changes names, addresses and place. Former addresses lead to the present ones.</summary>
    public async Task<Outcome> EditAsync(Viewer viewer, string code, TopicWish wish, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, TopicActs.Edit)) return new Outcome.Refused();
        if (await db.Topics.Include(row => row.Addresses).SingleOrDefaultAsync(row => row.Code == code, cancellationToken) is not { } topic) return new Outcome.Missing();
        if (topic.Version != wish.Version) return new Outcome.Conflict();
        var (order, name, slug) = (Digits(topic.Order), topic.Name, topic.Slug);
        var faults = new List<FieldFault>();
        await SetAsync(topic, wish, faults, cancellationToken);
        if (faults.Count > 0) return new Outcome.Invalid(faults);
        var changes = ChangesOf(order, name, slug, topic);
        if (changes.Count == 0) return new Outcome.Done();
        audit.Record(db, viewer, "topic.edit", SubjectKind, code, changes);
        return await SaveAsync(cancellationToken);
    }

    /// <summary>Removes a topic that no article has.</summary>
    public async Task<Outcome> RemoveAsync(Viewer viewer, string code, int version, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, TopicActs.Edit)) return new Outcome.Refused();
        if (await db.Topics.Include(row => row.Addresses).SingleOrDefaultAsync(row => row.Code == code, cancellationToken) is not { } topic) return new Outcome.Missing();
        if (topic.Version != version) return new Outcome.Conflict();
        if (await db.Set<ArticleCategory>().AnyAsync(row => row.Category == code, cancellationToken)) return new Outcome.Invalid([new FieldFault("", "topic.fault.in-use")]);
        db.Remove(topic);
        audit.Record(db, viewer, "topic.remove", SubjectKind, code, [new FieldChange("name", topic.Name.Plain(languages.Default), null)]);
        return await SaveAsync(cancellationToken);
    }

    private async Task SetAsync(Topic topic, TopicWish wish, List<FieldFault> faults, CancellationToken cancellationToken)
    {
        if (int.TryParse(wish.Order, NumberStyles.None, CultureInfo.InvariantCulture, out var order) && order <= MostOrder) topic.Order = order;
        else if (topic.Kind == TopicKind.Category) faults.Add(new FieldFault("Order", "topic.fault.order"));
        foreach (var language in languages.All)
        {
            var name = TextCleaning.Clean(wish.Names.GetValueOrDefault(language.Code) ?? "");
            if (name.Length > LongestName) faults.Add(new FieldFault($"Name.{language.Code}", "fault.too-long", Digits(LongestName)));
            topic.Name = topic.Name.With(language.Code, name);
            var slug = TextCleaning.Clean(wish.Slugs.GetValueOrDefault(language.Code) ?? "").ToLowerInvariant();
            if (slug.Length > 0 && !Slugs.IsOne(slug)) faults.Add(new FieldFault($"Slug.{language.Code}", "fault.slug"));
            else if (slug.Length > 0 && !topic.Addresses.Exists(row => row.Slug == slug))
            {
                // What was somebody else's once still leads there
                if (await db.Set<TopicAddress>().AnyAsync(row => row.Kind == topic.Kind && row.Slug == slug && row.TopicId != topic.Id, cancellationToken))
                    faults.Add(new FieldFault($"Slug.{language.Code}", "fault.slug-taken"));
                topic.Addresses.Add(new TopicAddress { Kind = topic.Kind, Slug = slug, TopicId = topic.Id });
            }

            topic.Slug = topic.Slug.With(language.Code, slug);
        }

        if (topic.Name.IsEmpty) faults.Add(new FieldFault($"Name.{languages.Default.Code}", "topic.fault.name"));
    }

    private List<FieldChange> ChangesOf(string order, LocalizedText name, LocalizedText slug, Topic topic)
    {
        var changes = new List<FieldChange>();
        if (order != Digits(topic.Order) && topic.Kind == TopicKind.Category) changes.Add(new FieldChange("order", order.Length > 0 ? order : null, Digits(topic.Order)));
        foreach (var language in languages.All)
        {
            if (name[language.Code] != topic.Name[language.Code]) changes.Add(new FieldChange($"name.{language.Code}", name[language.Code], topic.Name[language.Code]));
            if (slug[language.Code] != topic.Slug[language.Code]) changes.Add(new FieldChange($"slug.{language.Code}", slug[language.Code], topic.Slug[language.Code]));
        }

        return changes;
    }

    private Task<Outcome> SaveAsync(CancellationToken cancellationToken) => publication.TrySaveAsync(db, new Outcome.Conflict(), cancellationToken);

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
}
