using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Translation.Interchange;
using Rotunda.Modules.Translation.Interchange.Tbx;
using Rotunda.Text;

namespace Rotunda.Modules.Translation.Terms;

/// <summary>The words of a concept in one language, as a form has them.</summary>
/// <param name="Preferred">May be empty.</param>
/// <param name="Admitted">One on each line.</param>
/// <param name="Forms">One on each line.</param>
/// <param name="Forbidden">One on each line.</param>
/// <param name="Note">May be empty.</param>
public sealed record WordsWish(string Preferred, string Admitted, string Forms, string Forbidden, string Note)
{
    public static WordsWish Empty { get; } = new("", "", "", "", "");
}

/// <summary>A concept as a form has it.</summary>
/// <param name="Subject">May be empty.</param>
/// <param name="Words">By language.</param>
public sealed record ConceptWish(string Subject, IReadOnlyDictionary<string, WordsWish> Words);

/// <summary>The only code that writes the termbase.</summary>
public sealed class TermOperations(RotundaDb db, FileImports imports, Permissions permissions, SiteLanguages languages, AuditTrail audit, WorkSignal signal)
{
    public const string SubjectKind = "concept";
    private const int MostWords = 50;

    /// <summary>Makes a concept, or changes the one with this id.</summary>
    public async Task<(Outcome Outcome, Guid Id)> SaveAsync(Viewer viewer, Guid? id, int version, ConceptWish wish, CancellationToken cancellationToken)
    {
        if (!permissions.MaySomewhere(viewer, LanguageToolActs.EditTerms)) return (new Outcome.Refused(), default);
        var concept = id is null ? null : await db.TermConcepts.Include(row => row.Words).SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (id is not null && concept is null) return (new Outcome.Missing(), default);
        if (concept is not null && concept.Version != version) return (new Outcome.Conflict(), default);
        var faults = new List<FieldFault>();
        var words = WordsOf(wish, faults);
        if (words.Count == 0 && faults.Count == 0) faults.Add(new FieldFault($"{languages.Default.Code}.Preferred", "fault.term-none"));
        var subject = TextCleaning.Clean(wish.Subject);
        if (subject.Length > TermConfiguration.LongestWord) faults.Add(new FieldFault("Subject", "fault.too-long"));
        if (faults.Count > 0) return (new Outcome.Invalid(faults), default);

        var notes = LocalizedText.Of(wish.Words.Select(pair => KeyValuePair.Create(pair.Key, TextCleaning.Clean(pair.Value.Note))));
        var before = concept is null ? [] : Described(concept);
        if (concept is null) db.Add(concept = new TermConcept { Id = RowId.New(), Subject = subject, Notes = notes });
        else Replace(concept, subject, notes);
        foreach (var (language, use, text, order) in words)
        {
            var word = new TermWord { Id = RowId.New(), ConceptId = concept.Id, Language = language, Use = use, Text = text, Order = order };
            concept.Words.Add(word);
            db.Entry(word).State = EntityState.Added;
        }

        var after = Described(concept);
        audit.Record(db, viewer, before.Count == 0 ? "concept.add" : "concept.change", SubjectKind, concept.Id.ToString(), [.. before.Keys.Union(after.Keys).Where(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key)).Select(key => new FieldChange(key, before.GetValueOrDefault(key), after.GetValueOrDefault(key)))]);
        return (await StoreAsync(cancellationToken), concept.Id);
    }

    /// <summary>Fills an empty termbase with the words of university associations.</summary>
    public async Task<Outcome> BeginAsync(Viewer viewer, CancellationToken cancellationToken)
    {
        if (!permissions.MaySomewhere(viewer, LanguageToolActs.EditTerms)) return new Outcome.Refused();
        if (await db.TermConcepts.AnyAsync(cancellationToken)) return new Outcome.Conflict();
        var count = 0;
        foreach (var wish in TermSeed.Concepts)
        {
            var concept = new TermConcept { Id = RowId.New(), Subject = "", Notes = LocalizedText.Empty };
            foreach (var (language, use, text, order) in WordsOf(wish, [])) concept.Words.Add(new TermWord { Id = RowId.New(), ConceptId = concept.Id, Language = language, Use = use, Text = text, Order = order });
            if (concept.Words.Count == 0) continue;
            db.Add(concept);
            count++;
        }

        audit.Record(db, viewer, "concept.import", SubjectKind, "rotunda", [new FieldChange("terms", null, count.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        return await StoreAsync(cancellationToken);
    }

    /// <summary>Takes a concept away.</summary>
    public async Task<Outcome> RemoveAsync(Viewer viewer, Guid id, int version, CancellationToken cancellationToken)
    {
        if (!permissions.MaySomewhere(viewer, LanguageToolActs.EditTerms)) return new Outcome.Refused();
        if (await db.TermConcepts.Include(row => row.Words).SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } concept) return new Outcome.Missing();
        if (concept.Version != version) return new Outcome.Conflict();
        audit.Record(db, viewer, "concept.remove", SubjectKind, id.ToString(), [.. Described(concept).Select(pair => new FieldChange(pair.Key, pair.Value, null))]);
        db.Remove(concept);
        return await StoreAsync(cancellationToken);
    }

    /// <summary>Has a TBX file taken in, or looked at, in the background; concepts whose preferred words are known already are left as they are here.</summary>
    /// <param name="file">Read once, as it comes.</param>
    /// <param name="isDryRun">Counts and stores nothing.</param>
    /// <returns>The job; null when the viewer may not do this.</returns>
    public async Task<Guid?> StartImportAsync(Viewer viewer, string fileName, Stream file, bool isDryRun, CancellationToken cancellationToken) =>
        permissions.MaySomewhere(viewer, LanguageToolActs.EditTerms) ? await imports.StartAsync(viewer, TermImportJob.Import, fileName, file, isDryRun, cancellationToken) : null;

    /// <summary>The preferred words of the termbase, as hashes.</summary>
    internal async Task<HashSet<UInt128>> KnownAsync(CancellationToken cancellationToken)
    {
        var known = new HashSet<UInt128>();
        await foreach (var word in db.Set<TermWord>().Where(word => word.Use == WordUse.Preferred).Select(word => new { word.Language, word.Text }).AsAsyncEnumerable().WithCancellation(cancellationToken))
            known.Add(HashOf(word.Language, word.Text));
        return known;
    }

    /// <summary>Counts the concepts of a portion, and stores those that are new unless that is only to be looked at.</summary>
    /// <param name="there">Known words; those of the portion are added.</param>
    /// <param name="note">Told how many are new, known and skipped, in the transaction that stores them.</param>
    internal async Task TakeAsync(IReadOnlyList<TbxConcept> portion, HashSet<UInt128> there, bool isDryRun, FileImportNote note, CancellationToken cancellationToken)
    {
        var concepts = portion.Select(ConceptOf).OfType<TermConcept>().ToList();
        var added = concepts.Where(concept => !concept.Words.Exists(word => word.Use == WordUse.Preferred && !there.Add(HashOf(word.Language, word.Text)))).ToList();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!isDryRun)
        {
            db.AddRange(added);
            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }

        await note(db, added.Count, concepts.Count - added.Count, portion.Count - concepts.Count);
        await transaction.CommitAsync(cancellationToken);
    }

    private static UInt128 HashOf(string language, string word) => BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{language}\n{Similarity.Key(word)}")));

    private void Replace(TermConcept concept, string subject, LocalizedText notes)
    {
        (concept.Subject, concept.Notes) = (subject, notes);
        // The version of the concept counts every change of its words too
        db.Entry(concept).Property(row => row.Subject).IsModified = true;
        concept.Words.Clear();
    }

    private Dictionary<string, string> Described(TermConcept concept)
    {
        var described = new Dictionary<string, string>();
        if (concept.Subject.Length > 0) described["term-subject"] = concept.Subject;
        foreach (var language in languages.All.Select(language => language.Code))
        {
            foreach (var use in Enum.GetValues<WordUse>())
                if (concept.In(language, use).ToList() is { Count: > 0 } words) described[$"term-{use.ToString().ToLowerInvariant()}.{language}"] = string.Join("; ", words);
            if (concept.Notes[language] is { } note) described[$"term-note.{language}"] = note;
        }

        return described;
    }

    private List<(string Language, WordUse Use, string Text, int Order)> WordsOf(ConceptWish wish, List<FieldFault> faults)
    {
        var words = new List<(string Language, WordUse Use, string Text, int Order)>();
        foreach (var language in languages.All.Select(language => language.Code))
        {
            if (!wish.Words.TryGetValue(language, out var typed)) continue;
            foreach (var (use, field, text) in new[] { (WordUse.Preferred, "Preferred", typed.Preferred), (WordUse.Admitted, "Admitted", typed.Admitted), (WordUse.Form, "Forms", typed.Forms), (WordUse.Forbidden, "Forbidden", typed.Forbidden) })
            {
                var lines = text.Split('\n').Select(line => TextCleaning.Clean(line)).Where(line => line.Length > 0).ToList();
                if (lines.Count > MostWords || lines.Exists(line => line.Length > TermConfiguration.LongestWord)) faults.Add(new FieldFault($"{language}.{field}", "fault.too-long"));
                if (use == WordUse.Preferred && lines.Count > 1) faults.Add(new FieldFault($"{language}.{field}", "fault.term-one"));
                if (lines.Find(line => TextAnalyzer.Words(line).Count == 0) is { } signs) faults.Add(new FieldFault($"{language}.{field}", "fault.term-signs", signs));
                foreach (var line in lines)
                {
                    if (words.Exists(word => word.Language == language && word.Text == line)) faults.Add(new FieldFault($"{language}.{field}", "fault.term-twice", line));
                    else words.Add((language, use, line, words.Count));
                }
            }

            if (TextCleaning.Clean(typed.Note).Length > TermConfiguration.LongestNote) faults.Add(new FieldFault($"{language}.Note", "fault.too-long"));
        }

        return words;
    }

    private TermConcept? ConceptOf(TbxConcept read)
    {
        var id = RowId.New();
        var concept = new TermConcept { Id = id, Subject = Cut(read.Subject ?? "", TermConfiguration.LongestWord), Notes = LocalizedText.Empty };
        foreach (var term in read.Terms)
        {
            if (languages.FindTag(term.Language)?.Code is not { } language) continue;
            var hasPreferred = concept.Words.Exists(word => word.Language == language && word.Use == WordUse.Preferred);
            Add(term.Text, term.Use == TermUse.Forbidden ? WordUse.Forbidden : hasPreferred || term.Use == TermUse.Admitted ? WordUse.Admitted : WordUse.Preferred);
            foreach (var form in term.Forms) Add(form, term.Use == TermUse.Forbidden ? WordUse.Forbidden : WordUse.Form);
            if (term.Note is { } note && concept.Notes[language] is null) concept.Notes = concept.Notes.With(language, Cut(note, TermConfiguration.LongestNote));

            void Add(string text, WordUse use)
            {
                if (text.Length > TermConfiguration.LongestWord || TextAnalyzer.Words(text).Count == 0 || concept.Words.Exists(word => word.Language == language && word.Text == text)) return;
                concept.Words.Add(new TermWord { Id = RowId.New(), ConceptId = id, Language = language, Use = use, Text = text, Order = concept.Words.Count });
            }
        }

        if (read.Definition is { } definition && concept.Notes[languages.Default.Code] is null) concept.Notes = concept.Notes.With(languages.Default.Code, Cut(definition, TermConfiguration.LongestNote));
        return concept.Words.Count == 0 ? null : concept;
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];

    private Task<Outcome> StoreAsync(CancellationToken cancellationToken) => db.TrySaveAsync(signal, new Outcome.Conflict(), cancellationToken);
}
