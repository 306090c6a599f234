using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Tasks;

/// <summary>Where the work on a language of a text stands.</summary>
public enum TaskStage
{
    Translating,
    Reviewing,

    /// <summary>Published, and nothing of it was open. A change of the source that concerns it makes it translating again (<see cref="TaskReopening"/>).</summary>
    Done,
}

/// <summary>The work of bringing a text into a language: who translates, who reviews, until when.</summary>
public sealed class TranslationTask : IEditable
{
    public Guid TextId { get; init; }

    public TranslatedText? Text { get; init; }

    /// <summary>The language that it is translated into.</summary>
    public required string Language { get; init; }

    /// <summary>The language that it is translated from, unless a segment says otherwise.</summary>
    public required string FromLanguage { get; set; }

    public TaskStage Stage { get; set; }

    /// <summary>Null while it is free to take.</summary>
    public Guid? TranslatorId { get; set; }

    /// <summary>Null while it is free to take.</summary>
    public Guid? ReviewerId { get; set; }

    /// <summary>Until when it should be translated; null where nobody said.</summary>
    public Instant? TranslateBy { get; set; }

    /// <summary>Until when it should be reviewed.</summary>
    public Instant? ReviewBy { get; set; }

    public Instant CreatedAt { get; init; }

    public int Version { get; set; }

    /// <summary>Until when the present stage should be done.</summary>
    public Instant? DueAt => Stage switch { TaskStage.Translating => TranslateBy, TaskStage.Reviewing => ReviewBy, _ => null };
}

internal sealed class TranslationTaskConfiguration : IEntityTypeConfiguration<TranslationTask>
{
    public void Configure(EntityTypeBuilder<TranslationTask> builder)
    {
        builder.ToTable("translation_task", table => table.HasCheckConstraint("ck_translation_task_pair", "\"Language\" <> \"FromLanguage\""));
        builder.HasKey(task => new { task.TextId, task.Language });
        builder.Property(task => task.Language).HasMaxLength(12);
        builder.Property(task => task.FromLanguage).HasMaxLength(12);
        builder.Property(task => task.Stage).HasConversion<string>().HasMaxLength(12);
        builder.HasOne(task => task.Text).WithMany().HasForeignKey(task => task.TextId);
        builder.HasIndex(task => new { task.Stage, task.TranslatorId });
        builder.HasIndex(task => new { task.Stage, task.ReviewerId });
        builder.Ignore(task => task.DueAt);
    }
}

/// <summary>A module whose texts are translated hears what becomes of them, inside the transaction in which it happens.</summary>
public interface ITextHolder
{
    /// <summary>The work on a language went on to another stage.</summary>
    Task StageChangedAsync(RotundaDb db, Guid textId, string language, TaskStage stage, CancellationToken cancellationToken);

    /// <summary>Where the desk shows the thing whose text it is; null when it is another module's.</summary>
    Task<TextHome?> HomeAsync(Guid textId, CancellationToken cancellationToken);

    /// <summary>Those of some blocks with pictures that need no text of their own in a language: they only adorn, or are described elsewhere. One query at most.</summary>
    Task<IReadOnlyCollection<Guid>> DescribedAsync(RotundaDb db, IReadOnlyCollection<Block> pictures, string language, CancellationToken cancellationToken);
}

/// <summary>The thing that a text belongs to, on the desk.</summary>
/// <param name="Path">Its page, without the language of the reader.</param>
/// <param name="PreviewPath">The page that shows the working copy as readers would see it; <c>{to}</c> stands for the language.</param>
public sealed record TextHome(string Path, string PreviewPath);

internal static class TextHolders
{
    /// <summary>Those of some blocks with pictures that need no text of their own in a language, whoever says so.</summary>
    public static async Task<IReadOnlySet<Guid>> DescribedAsync(this IEnumerable<ITextHolder> holders, RotundaDb db, IReadOnlyCollection<Block> pictures, string language, CancellationToken cancellationToken)
    {
        var described = new HashSet<Guid>();
        if (pictures.Count == 0) return described;
        foreach (var holder in holders) described.UnionWith(await holder.DescribedAsync(db, pictures, language, cancellationToken));
        return described;
    }
}

public static class TaskSets
{
    extension(RotundaDb db)
    {
        public DbSet<TranslationTask> TranslationTasks => db.Set<TranslationTask>();
    }
}
