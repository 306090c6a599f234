using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Alliance.Registry.Records;

/// <summary>A file that a form sent.</summary>
/// <param name="FileName">As the browser called it; not to be trusted.</param>
/// <param name="Content">Read to its end, can be read again from its beginning.</param>
public sealed record RecordUpload(string FileName, Stream Content);

/// <summary>A link of a record's form to what belongs to the record.</summary>
/// <param name="TextKey">The key of its words, or of what stands before the label.</param>
/// <param name="Path">Without the language.</param>
/// <param name="Label">What the linked record is called, where it has a name of its own.</param>
public sealed record RecordLink(string TextKey, string Path, LocalizedText? Label = null);

/// <summary>Rows that belong to a record or name it: while there are any, it is not removed.</summary>
/// <param name="TextKey">The key of the words for them, with their number.</param>
/// <param name="Count">At least 1.</param>
public sealed record RecordUse(string TextKey, int Count);

/// <summary>The heading under which a kind of record stands among the others.</summary>
public enum RecordGroup
{
    Association,
    Members,
    Bodies,
    Activities,
}

/// <summary>
/// A kind of record of the registry: which fields it has and how they are read and written as text. Lists, forms, imports and
/// exports are made of this alone; a new kind is one class.
/// </summary>
public abstract class RecordKind
{
    /// <summary>The word in addresses, such as <c>bodies</c>.</summary>
    public abstract string Code { get; }

    /// <summary>The kind under which its rows stand in the audit trail.</summary>
    public abstract string SubjectKind { get; }

    public abstract string TitleKey { get; }

    public abstract string AddKey { get; }

    public abstract RecordGroup Group { get; }

    /// <summary>What is said when the database knows such a row already.</summary>
    public abstract FieldFault Twice { get; }

    /// <summary>False for a kind that has forms of its own and is here for tables only.</summary>
    public virtual bool HasPages => true;

    /// <summary>True for a kind that has one record at most, such as the association itself.</summary>
    public virtual bool IsSingle => false;

    /// <summary>The kinds of other modules' things to which its fields refer, such as <c>edition</c>.</summary>
    public virtual IReadOnlyList<string> RefersTo => [];

    /// <summary>True when the form takes a file.</summary>
    public virtual bool TakesFile => false;

    /// <summary>True when tables of it are imported and exported.</summary>
    public virtual bool IsTable => false;

    /// <summary>True when tables carry the id of each row, since no field of it never changes.</summary>
    public virtual bool NeedsId => true;

    public abstract IReadOnlyList<RecordField> Fields(RegistryIndex index);

    /// <summary>A page of the rows, and how many there are.</summary>
    public abstract Task<(IReadOnlyList<IEditable> Rows, int Total)> PageAsync(RotundaDb db, int page, int size, CancellationToken cancellationToken);

    /// <summary>A row, or null.</summary>
    public abstract Task<IEditable?> FindAsync(RotundaDb db, Guid id, bool isTracked, CancellationToken cancellationToken);

    /// <summary>Those of some rows that exist.</summary>
    public abstract Task<IReadOnlyList<IEditable>> SomeAsync(RotundaDb db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);

    /// <summary>Every row.</summary>
    public abstract Task<IReadOnlyList<IEditable>> AllAsync(RotundaDb db, bool isTracked, CancellationToken cancellationToken);

    public abstract Guid IdOf(IEditable row);

    public abstract List<Citation> CitationsOf(IEditable row);

    public abstract void Cite(IEditable row, List<Citation> citations);

    /// <summary>A new row with what never changes; faults are collected.</summary>
    public abstract IEditable New(RecordValues values);

    /// <summary>The values of all fields as text.</summary>
    public abstract Dictionary<string, string> Read(IEditable row, RegistryIndex index);

    /// <summary>Puts values into a row, all of them or, where one cannot stand, none.</summary>
    public abstract void Write(IEditable row, RecordValues values);

    /// <summary>What the row is called in lists.</summary>
    public abstract string LabelOf(IEditable row, RegistryIndex index, Texts texts);

    /// <summary>What else lists say of it.</summary>
    public virtual string NoteOf(IEditable row, RegistryIndex index, Texts texts) => "";

    /// <summary>Where readers see it, without the language; null for a row without a page.</summary>
    public virtual string? PublicPath(IEditable row, RegistryIndex index) => null;

    /// <summary>Where to go from its form.</summary>
    public virtual IReadOnlyList<RecordLink> Links(IEditable row, RegistryIndex index) => [];

    /// <summary>Its form, without the language.</summary>
    public virtual string DeskPath(IEditable row, RegistryIndex index) => $"/desk/registry/{Code}/{IdOf(row)}";

    /// <summary>The list to which its form and its removal lead back, without the language.</summary>
    public virtual string ListPath(IEditable row, RegistryIndex index) => "/desk/registry/" + Code;

    /// <summary>How texts and other modules name the row; null for one that nothing names.</summary>
    public virtual Reference? ReferenceOf(IEditable row) => null;

    /// <summary>True for a row without which the registry could not be: it is changed, never removed.</summary>
    public virtual bool IsLasting(IEditable row) => false;

    /// <summary>What of the registry belongs to the row.</summary>
    public abstract Task<IReadOnlyList<RecordUse>> UsesAsync(RotundaDb db, IEditable row, CancellationToken cancellationToken);

    /// <summary>The record above it, whose history shows the removal too; null for none.</summary>
    public virtual (string SubjectKind, Guid Id)? Above(IEditable row) => null;

    /// <summary>What tells rows of a table apart where no id does.</summary>
    public virtual string KeyOf(IReadOnlyDictionary<string, string> values) => "";

    /// <summary>Rows of one group may clash with each other; null when they cannot.</summary>
    public virtual Guid? GroupOf(IEditable row) => null;

    /// <summary>What is wrong with a row beside others of its group, or null.</summary>
    public virtual FieldFault? Clash(IEditable row, IEnumerable<IEditable> others) => null;

    /// <summary>Takes a file that the form sent into the row.</summary>
    public virtual Task AttachAsync(RotundaDb db, IEditable row, RecordUpload upload, RecordValues values, List<FieldChange> changes, CancellationToken cancellationToken) =>
        throw new NotSupportedException("This kind of record takes no file.");
}

/// <summary>A kind of record with the type of its rows.</summary>
public abstract class RecordKind<T> : RecordKind where T : class, IEditable
{
    public sealed override async Task<(IReadOnlyList<IEditable> Rows, int Total)> PageAsync(RotundaDb db, int page, int size, CancellationToken cancellationToken)
    {
        var before = (page - 1) * size;
        var total = await db.Set<T>().CountAsync(cancellationToken);
        return (await Sorted(Rows(db).AsNoTracking()).Skip(before).Take(size).ToListAsync(cancellationToken), total);
    }

    public sealed override async Task<IEditable?> FindAsync(RotundaDb db, Guid id, bool isTracked, CancellationToken cancellationToken)
    {
        var rows = isTracked ? Rows(db).AsTracking() : Rows(db).AsNoTracking();
        return await rows.SingleOrDefaultAsync(row => EF.Property<Guid>(row, "Id") == id, cancellationToken);
    }

    public sealed override async Task<IReadOnlyList<IEditable>> SomeAsync(RotundaDb db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        await Rows(db).AsNoTracking().Where(row => ids.Contains(EF.Property<Guid>(row, "Id"))).ToListAsync(cancellationToken);

    public sealed override async Task<IReadOnlyList<IEditable>> AllAsync(RotundaDb db, bool isTracked, CancellationToken cancellationToken)
    {
        var rows = isTracked ? Rows(db).AsTracking() : Rows(db).AsNoTracking();
        return await Sorted(rows).ToListAsync(cancellationToken);
    }

    public sealed override Dictionary<string, string> Read(IEditable row, RegistryIndex index) => Read((T)row, index);

    public sealed override void Write(IEditable row, RecordValues values) => Write((T)row, values);

    public sealed override string LabelOf(IEditable row, RegistryIndex index, Texts texts) => LabelOf((T)row, index, texts);

    public sealed override async Task<IReadOnlyList<RecordUse>> UsesAsync(RotundaDb db, IEditable row, CancellationToken cancellationToken)
    {
        var uses = new List<RecordUse>();
        foreach (var (textKey, count) in UsesOf(db, (T)row))
            if (await count(cancellationToken) is var number and > 0) uses.Add(new RecordUse(textKey, number));
        return uses;
    }

    /// <summary>What of the registry can belong to a row, with the query that counts it.</summary>
    protected virtual IEnumerable<(string TextKey, Func<CancellationToken, Task<int>> Count)> UsesOf(RotundaDb db, T row) => [];

    /// <summary>The rows with what belongs to them.</summary>
    protected virtual IQueryable<T> Rows(RotundaDb db) => db.Set<T>();

    /// <summary>In the order in which lists and tables have them.</summary>
    protected virtual IQueryable<T> Sorted(IQueryable<T> rows) => rows.OrderBy(row => EF.Property<Guid>(row, "Id"));

    protected abstract Dictionary<string, string> Read(T row, RegistryIndex index);

    protected abstract void Write(T row, RecordValues values);

    protected abstract string LabelOf(T row, RegistryIndex index, Texts texts);
}
