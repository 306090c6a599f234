using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Modules.Media.Images;

namespace Rotunda.Modules.Media.Attachments;

/// <summary>A document that texts may offer for download. Texts name it by its bytes, as in <c>file:HASH/programme.pdf</c>, which therefore never change.</summary>
public sealed class Attachment
{
    public Guid Id { get; init; }

    /// <summary>The last part of its address: cleaned, with the extension of the content.</summary>
    public required string Name { get; init; }

    /// <summary>In the file store.</summary>
    public required string Hash { get; init; }

    public required string MediaType { get; init; }

    /// <summary>In bytes.</summary>
    public long Length { get; init; }

    public Guid? UploadedBy { get; init; }

    public required string UploaderName { get; init; }

    public Instant UploadedAt { get; init; }

    /// <summary>What a block of a text says to offer it.</summary>
    public string Target => Image.TargetOf(Hash, Name);
}

internal sealed class AttachmentConfiguration : IEntityTypeConfiguration<Attachment>
{
    public void Configure(EntityTypeBuilder<Attachment> builder)
    {
        builder.ToTable("attachment", table => table.HasCheckConstraint("ck_attachment_length", "\"Length\" > 0"));
        builder.Ignore(attachment => attachment.Target);
        builder.Property(attachment => attachment.Name).HasMaxLength(140);
        builder.Property(attachment => attachment.Hash).HasMaxLength(64).IsFixedLength();
        builder.HasIndex(attachment => attachment.Hash).IsUnique();
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(attachment => attachment.Hash).OnDelete(DeleteBehavior.Restrict);
        builder.Property(attachment => attachment.MediaType).HasMaxLength(120);
        builder.Property(attachment => attachment.UploaderName).HasMaxLength(200);
        builder.HasIndex(attachment => attachment.UploadedAt);
    }
}

public static class AttachmentSets
{
    extension(RotundaDb db)
    {
        public DbSet<Attachment> Attachments => db.Set<Attachment>();
    }
}
