using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Alliance.Documents;

public enum DocumentKind
{
    Statute,
    Declaration,
    Minutes,
    Other,
}

public enum DocumentVisibility
{
    /// <summary>Everyone sees it.</summary>
    Public,

    /// <summary>Only people with an account of the association see that it exists.</summary>
    Members,
}

/// <summary>A founding or governing document: its title and date, and its file where the association holds one.</summary>
public sealed class AssociationDocument : IEditable
{
    public Guid Id { get; init; }

    public required string Code { get; init; }

    public DocumentKind Kind { get; set; }

    public required LocalizedText Title { get; set; }

    public PartialDate Date { get; set; } = PartialDate.Unknown;

    /// <summary>Codes of the languages in which the text is authoritative; empty where no source says.</summary>
    public List<string> AuthoritativeLanguages { get; set; } = [];

    public DocumentVisibility Visibility { get; set; }

    /// <summary>The hash of the file; null where the text is not held here.</summary>
    public string? FileHash { get; set; }

    /// <summary>The name under which the file is downloaded.</summary>
    public string? FileName { get; set; }

    public LocalizedText Note { get; set; } = LocalizedText.Empty;

    /// <summary>Made up for the demonstration and labelled as such.</summary>
    public bool IsDemonstration { get; init; }

    public List<Citation> Citations { get; set; } = [];

    public int Version { get; set; }

    /// <summary>The files that it had before.</summary>
    public List<DocumentVersion> Versions { get; init; } = [];
}

internal sealed class AssociationDocumentConfiguration : IEntityTypeConfiguration<AssociationDocument>
{
    public void Configure(EntityTypeBuilder<AssociationDocument> builder)
    {
        builder.ToTable("document");
        builder.Property(document => document.Code).HasMaxLength(80);
        builder.HasIndex(document => document.Code).IsUnique();
        builder.Property(document => document.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(document => document.Visibility).HasConversion<string>().HasMaxLength(12);
        builder.Property(document => document.AuthoritativeLanguages).AsJson();
        builder.Property(document => document.Citations).AsJson();
        builder.Property(document => document.FileHash).HasMaxLength(64);
        builder.HasMany(document => document.Versions).WithOne().HasForeignKey(version => version.DocumentId);
        builder.HasOne<Rotunda.Data.Files.StoredFile>().WithMany().HasForeignKey(document => document.FileHash).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Files of documents are for whoever may see the document.</summary>
internal sealed class DocumentFiles(RotundaDb db, Permissions permissions) : IFileHolder
{
    public async Task<bool?> IsPublicAsync(string hash, string name, Viewer viewer, CancellationToken cancellationToken)
    {
        var seen = await db.Documents.VisibleTo(viewer, permissions).Where(document => (document.FileHash == hash && document.FileName == name) || document.Versions.Any(version => version.FileHash == hash && version.FileName == name))
            .Select(document => document.Visibility).ToListAsync(cancellationToken);
        return seen.Count == 0 ? null : seen.Contains(DocumentVisibility.Public);
    }
}

public static class DocumentSets
{
    extension(RotundaDb db)
    {
        public DbSet<AssociationDocument> Documents => db.Set<AssociationDocument>();
    }

    /// <summary>The documents that a viewer may know of.</summary>
    public static IQueryable<AssociationDocument> VisibleTo(this IQueryable<AssociationDocument> documents, Viewer viewer, Permissions permissions) =>
        permissions.MaySomewhere(viewer, AllianceActs.ReadMembersDocuments)
            ? documents
            : documents.Where(document => document.Visibility == DocumentVisibility.Public);
}
