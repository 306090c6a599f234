using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Rotunda.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "account",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    DisplayName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    LanguageCode = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Zone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    IsDemonstration = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DisabledAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    LastCodeStep = table.Column<long>(type: "bigint", nullable: true),
                    UserName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    NormalizedUserName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    Email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    NormalizedEmail = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    EmailConfirmed = table.Column<bool>(type: "boolean", nullable: false),
                    PasswordHash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    SecurityStamp = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ConcurrencyStamp = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PhoneNumber = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PhoneNumberConfirmed = table.Column<bool>(type: "boolean", nullable: false),
                    TwoFactorEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    LockoutEnd = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    LockoutEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    AccessFailedCount = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "account_attempt",
                columns: table => new
                {
                    Key = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    Count = table.Column<int>(type: "integer", nullable: false),
                    LockedUntil = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    LastAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_attempt", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "audit_entry",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ActorId = table.Column<Guid>(type: "uuid", nullable: true),
                    Action = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    SubjectKind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    SubjectId = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    PayloadHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    Sequence = table.Column<long>(type: "bigint", nullable: true),
                    Hash = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entry", x => x.Id);
                    table.CheckConstraint("ck_audit_entry_sealed_whole", "(\"Sequence\" IS NULL) = (\"Hash\" IS NULL)");
                });

            migrationBuilder.CreateTable(
                name: "body",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    Kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    ParentId = table.Column<Guid>(type: "uuid", nullable: true),
                    Order = table.Column<int>(type: "integer", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ShortName = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Founded = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    About = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Citations = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_body", x => x.Id);
                    table.UniqueConstraint("AK_body_Code", x => x.Code);
                    table.CheckConstraint("ck_body_root", "(\"Kind\" = 'Association') = (\"ParentId\" IS NULL)");
                    table.ForeignKey(
                        name: "FK_body_body_ParentId",
                        column: x => x.ParentId,
                        principalTable: "body",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "circular",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Subject = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Audience = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    AudienceCodes = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    AnswerKind = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Options = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    DueAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Zone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    TakesLateAnswers = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    SenderName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    SentBy = table.Column<Guid>(type: "uuid", nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    SentAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ClosedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    RemindedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    IsDemonstration = table.Column<bool>(type: "boolean", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_circular", x => x.Id);
                    table.CheckConstraint("ck_circular_closed", "\"ClosedAt\" IS NULL OR \"SentAt\" IS NOT NULL");
                    table.CheckConstraint("ck_circular_due", "\"SentAt\" IS NULL OR \"AnswerKind\" = 'None' OR \"DueAt\" IS NOT NULL");
                });

            migrationBuilder.CreateTable(
                name: "data_protection_key",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    FriendlyName = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Xml = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_data_protection_key", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "edition",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    Kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false, collation: "C"),
                    Number = table.Column<int>(type: "integer", nullable: true),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Held = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    Place = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    IsOnline = table.Column<bool>(type: "boolean", nullable: false),
                    Zone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    Theme = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Participation = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Note = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    IsDemonstration = table.Column<bool>(type: "boolean", nullable: false),
                    Citations = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_edition", x => x.Id);
                    table.CheckConstraint("ck_edition_number", "\"Number\" > 0");
                });

            migrationBuilder.CreateTable(
                name: "governance_rule",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Order = table.Column<int>(type: "integer", nullable: false),
                    Text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Citations = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_governance_rule", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "handout",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    SourceLanguage = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    TargetLanguage = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Texts = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Segments = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: true),
                    ReturnedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_handout", x => x.Id);
                    table.CheckConstraint("ck_handout_languages", "\"SourceLanguage\" <> \"TargetLanguage\"");
                });

            migrationBuilder.CreateTable(
                name: "invitation",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TokenHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    Email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false, collation: "C"),
                    Role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    Scope = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    LanguageCode = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    CreatedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ExpiresAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    UsedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    WithdrawnAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invitation", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "job",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    Arguments = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    State = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    Progress = table.Column<int>(type: "integer", nullable: false),
                    Total = table.Column<int>(type: "integer", nullable: false),
                    Cursor = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Message = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    IsCancelRequested = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    CreatedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    Owner = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    LeasedUntil = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_job", x => x.Id);
                    table.CheckConstraint("ck_job_progress", "\"Progress\" >= 0 AND \"Total\" >= 0 AND \"Attempts\" >= 0");
                });

            migrationBuilder.CreateTable(
                name: "lease",
                columns: table => new
                {
                    Name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    Owner = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    Until = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lease", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "memory_entry",
                columns: table => new
                {
                    Number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    SourceLanguage = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    TargetLanguage = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    SourceText = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    TargetText = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    SourceHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    Context = table.Column<byte[]>(type: "bytea", nullable: true),
                    SegmentId = table.Column<Guid>(type: "uuid", nullable: true),
                    FileName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_memory_entry", x => x.Number);
                    table.CheckConstraint("ck_memory_entry_languages", "\"SourceLanguage\" <> \"TargetLanguage\"");
                    table.CheckConstraint("ck_memory_entry_origin", "(\"SegmentId\" IS NULL) <> (\"FileName\" IS NULL)");
                });

            migrationBuilder.CreateTable(
                name: "memory_posting",
                columns: table => new
                {
                    Term = table.Column<long>(type: "bigint", nullable: false),
                    Size = table.Column<short>(type: "smallint", nullable: false),
                    Entry = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_memory_posting", x => new { x.Term, x.Size, x.Entry });
                });

            migrationBuilder.CreateTable(
                name: "memory_term",
                columns: table => new
                {
                    Term = table.Column<long>(type: "bigint", nullable: false),
                    Count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_memory_term", x => x.Term);
                    table.CheckConstraint("ck_memory_term_count", "\"Count\" >= 0");
                });

            migrationBuilder.CreateTable(
                name: "old_address",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Address = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false, collation: "C"),
                    Target = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false, collation: "C"),
                    Hits = table.Column<long>(type: "bigint", nullable: false),
                    LastHitOn = table.Column<DateOnly>(type: "date", nullable: true),
                    AddedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_old_address", x => x.Id);
                    table.CheckConstraint("ck_old_address_hits", "\"Hits\" >= 0");
                    table.CheckConstraint("ck_old_address_path", "\"Address\" LIKE '/%' AND \"Address\" <> \"Target\"");
                    table.CheckConstraint("ck_old_address_target", "(\"Target\" LIKE '/%' AND \"Target\" NOT LIKE '//%') OR (\"Target\" LIKE '_%:_%' AND \"Target\" NOT LIKE '%/%')");
                });

            migrationBuilder.CreateTable(
                name: "outbox_message",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Kind = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    Json = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox_message", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "page_upload",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    Publisher = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Pages = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    SentAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_page_upload", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "programme",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    Order = table.Column<int>(type: "integer", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    About = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    IsBilateral = table.Column<bool>(type: "boolean", nullable: false),
                    Citations = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_programme", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "search_document",
                columns: table => new
                {
                    Number = table.Column<int>(type: "integer", nullable: false),
                    PartitionId = table.Column<int>(type: "integer", nullable: false),
                    Generation = table.Column<int>(type: "integer", nullable: false),
                    Kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    Code = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    Language = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Path = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    Title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Names = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Body = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Year = table.Column<int>(type: "integer", nullable: true),
                    Stamp = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    Length = table.Column<int>(type: "integer", nullable: false),
                    Terms = table.Column<byte[]>(type: "bytea", nullable: false),
                    TermCount = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_search_document", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "search_partition",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Generation = table.Column<int>(type: "integer", nullable: false),
                    Language = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Audience = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    Documents = table.Column<int>(type: "integer", nullable: false),
                    Length = table.Column<long>(type: "bigint", nullable: false),
                    Mean = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_search_partition", x => x.Id);
                    table.CheckConstraint("ck_search_partition_counts", "\"Documents\" >= 0 AND \"Length\" >= 0 AND \"Mean\" > 0");
                });

            migrationBuilder.CreateTable(
                name: "search_posting",
                columns: table => new
                {
                    Key = table.Column<long>(type: "bigint", nullable: false),
                    Weight = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_search_posting", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "search_state",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Generation = table.Column<int>(type: "integer", nullable: false),
                    Reading = table.Column<int>(type: "integer", nullable: false),
                    LastPartition = table.Column<int>(type: "integer", nullable: false),
                    LastTerm = table.Column<int>(type: "integer", nullable: false),
                    LastDocument = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_search_state", x => x.Id);
                    table.CheckConstraint("ck_search_state_one", "\"Id\" = 1");
                });

            migrationBuilder.CreateTable(
                name: "search_term",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    PartitionId = table.Column<int>(type: "integer", nullable: false),
                    Key = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    Documents = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_search_term", x => x.Id);
                    table.CheckConstraint("ck_search_term_documents", "\"Documents\" >= 0");
                });

            migrationBuilder.CreateTable(
                name: "settings",
                columns: table => new
                {
                    Group = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    Json = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_settings", x => x.Group);
                });

            migrationBuilder.CreateTable(
                name: "side",
                columns: table => new
                {
                    Code = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false, collation: "C"),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Order = table.Column<int>(type: "integer", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Citations = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_side", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "source_autosave",
                columns: table => new
                {
                    TextId = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    TextVersion = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Deck = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Description = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Markdown = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    BlockIds = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Language = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_source_autosave", x => new { x.TextId, x.AccountId });
                });

            migrationBuilder.CreateTable(
                name: "stored_file",
                columns: table => new
                {
                    Hash = table.Column<string>(type: "character(64)", fixedLength: true, maxLength: 64, nullable: false, collation: "C"),
                    Length = table.Column<long>(type: "bigint", nullable: false),
                    MediaType = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false, collation: "C"),
                    StoredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_stored_file", x => x.Hash);
                    table.CheckConstraint("ck_stored_file_length", "\"Length\" >= 0");
                });

            migrationBuilder.CreateTable(
                name: "subscription",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false, collation: "C"),
                    EmailKey = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false, collation: "C"),
                    LanguageCode = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Languages = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Topics = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Frequency = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    State = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    AskedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Asked = table.Column<int>(type: "integer", nullable: false),
                    ConfirmedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Since = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Refusals = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_subscription", x => x.Id);
                    table.CheckConstraint("ck_subscription_confirmed", "\"State\" = 'Unconfirmed' OR \"ConfirmedAt\" IS NOT NULL");
                });

            migrationBuilder.CreateTable(
                name: "table_draft",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    FileName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Content = table.Column<byte[]>(type: "bytea", nullable: false),
                    Encoding = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true, collation: "C"),
                    Separator = table.Column<string>(type: "character varying(1)", maxLength: 1, nullable: true, collation: "C"),
                    Sheet = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    SentAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_table_draft", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "term_concept",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Subject = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Notes = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_term_concept", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "text_presence",
                columns: table => new
                {
                    TextId = table.Column<Guid>(type: "uuid", nullable: false),
                    Language = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    SeenAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_text_presence", x => new { x.TextId, x.Language, x.AccountId });
                });

            migrationBuilder.CreateTable(
                name: "topic",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Slug = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Order = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_topic", x => x.Id);
                    table.UniqueConstraint("AK_topic_Code", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "translated_text",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    SourceLanguage = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    AuthorId = table.Column<Guid>(type: "uuid", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_translated_text", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "account_claim",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    ClaimType = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ClaimValue = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_claim", x => x.Id);
                    table.ForeignKey(
                        name: "FK_account_claim_account_UserId",
                        column: x => x.UserId,
                        principalTable: "account",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "account_login",
                columns: table => new
                {
                    LoginProvider = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ProviderKey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ProviderDisplayName = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_login", x => new { x.LoginProvider, x.ProviderKey });
                    table.ForeignKey(
                        name: "FK_account_login_account_UserId",
                        column: x => x.UserId,
                        principalTable: "account",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "account_passkey",
                columns: table => new
                {
                    CredentialId = table.Column<byte[]>(type: "bytea", maxLength: 1024, nullable: false),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    Data = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_passkey", x => x.CredentialId);
                    table.ForeignKey(
                        name: "FK_account_passkey_account_UserId",
                        column: x => x.UserId,
                        principalTable: "account",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "account_secret",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    Purpose = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    TokenHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    CodeHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    NewEmail = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    UsedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_secret", x => x.Id);
                    table.ForeignKey(
                        name: "FK_account_secret_account_AccountId",
                        column: x => x.AccountId,
                        principalTable: "account",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "account_session",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    LastSeenAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Method = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    Provider = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true, collation: "C"),
                    Browser = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    Network = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_session", x => x.Id);
                    table.ForeignKey(
                        name: "FK_account_session_account_AccountId",
                        column: x => x.AccountId,
                        principalTable: "account",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "account_token",
                columns: table => new
                {
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    LoginProvider = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Value = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_token", x => new { x.UserId, x.LoginProvider, x.Name });
                    table.ForeignKey(
                        name: "FK_account_token_account_UserId",
                        column: x => x.UserId,
                        principalTable: "account",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "credit_name",
                columns: table => new
                {
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    Names = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    IsHidden = table.Column<bool>(type: "boolean", nullable: false),
                    TakesNoDigest = table.Column<bool>(type: "boolean", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_credit_name", x => x.AccountId);
                    table.ForeignKey(
                        name: "FK_credit_name_account_AccountId",
                        column: x => x.AccountId,
                        principalTable: "account",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "officer_contact",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    Phone = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true, collation: "C"),
                    ShowsMail = table.Column<bool>(type: "boolean", nullable: false),
                    Messenger = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true, collation: "C"),
                    MessengerId = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    Languages = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ShowsZone = table.Column<bool>(type: "boolean", nullable: false),
                    ConfirmedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_officer_contact", x => x.Id);
                    table.CheckConstraint("ck_officer_contact_messenger", "(\"Messenger\" IS NULL) = (\"MessengerId\" IS NULL)");
                    table.ForeignKey(
                        name: "FK_officer_contact_account_AccountId",
                        column: x => x.AccountId,
                        principalTable: "account",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "role_grant",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    Role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    Scope = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    GrantedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_role_grant", x => x.Id);
                    table.ForeignKey(
                        name: "FK_role_grant_account_AccountId",
                        column: x => x.AccountId,
                        principalTable: "account",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "translation_digest",
                columns: table => new
                {
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    LastOn = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_translation_digest", x => x.AccountId);
                    table.ForeignKey(
                        name: "FK_translation_digest_account_AccountId",
                        column: x => x.AccountId,
                        principalTable: "account",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "audit_payload",
                columns: table => new
                {
                    EntryId = table.Column<Guid>(type: "uuid", nullable: false),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: false),
                    Json = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_payload", x => x.EntryId);
                    table.ForeignKey(
                        name: "FK_audit_payload_audit_entry_EntryId",
                        column: x => x.EntryId,
                        principalTable: "audit_entry",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "declared_total",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    BodyId = table.Column<Guid>(type: "uuid", nullable: false),
                    Date = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    Figures = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Citations = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_declared_total", x => x.Id);
                    table.ForeignKey(
                        name: "FK_declared_total_body_BodyId",
                        column: x => x.BodyId,
                        principalTable: "body",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "resolution",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    Date = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    BodyCode = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true, collation: "C"),
                    Title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Adoption = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    EditionCode = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true, collation: "C"),
                    Citations = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_resolution", x => x.Id);
                    table.ForeignKey(
                        name: "FK_resolution_body_BodyCode",
                        column: x => x.BodyCode,
                        principalTable: "body",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "announcement",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Order = table.Column<int>(type: "integer", nullable: false),
                    Text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Citations = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_announcement", x => x.Id);
                    table.ForeignKey(
                        name: "FK_announcement_edition_EditionId",
                        column: x => x.EditionId,
                        principalTable: "edition",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "outbox_delivery",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    MessageId = table.Column<Guid>(type: "uuid", nullable: false),
                    Consumer = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    DueAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DeliveredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Error = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox_delivery", x => x.Id);
                    table.ForeignKey(
                        name: "FK_outbox_delivery_outbox_message_MessageId",
                        column: x => x.MessageId,
                        principalTable: "outbox_message",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "application",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TokenHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    LanguageCode = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    SideCode = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false, collation: "C"),
                    City = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Country = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false, collation: "C"),
                    Zone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    Domain = table.Column<string>(type: "character varying(253)", maxLength: 253, nullable: false, collation: "C"),
                    RorId = table.Column<string>(type: "character varying(9)", maxLength: 9, nullable: true, collation: "C"),
                    ContactName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false, collation: "C"),
                    Wish = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Reason = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false, collation: "C"),
                    State = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    InstitutionCode = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true, collation: "C"),
                    TakenBackAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    TakenBackBySide = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: true, collation: "C"),
                    TakenBackReason = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    SentAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ConfirmedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ClosedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ClearedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    IsDemonstration = table.Column<bool>(type: "boolean", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_application", x => x.Id);
                    table.ForeignKey(
                        name: "FK_application_side_SideCode",
                        column: x => x.SideCode,
                        principalTable: "side",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "institution",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    SideCode = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Abbreviation = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true, collation: "C"),
                    Country = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false, collation: "C"),
                    Territory = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true, collation: "C"),
                    City = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Latitude = table.Column<double>(type: "double precision", nullable: true),
                    Longitude = table.Column<double>(type: "double precision", nullable: true),
                    Zone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    Domain = table.Column<string>(type: "character varying(253)", maxLength: 253, nullable: true, collation: "C"),
                    RorId = table.Column<string>(type: "character varying(9)", maxLength: 9, nullable: true, collation: "C"),
                    Note = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Citations = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_institution", x => x.Id);
                    table.UniqueConstraint("AK_institution_Code", x => x.Code);
                    table.CheckConstraint("ck_institution_latitude", "\"Latitude\" BETWEEN -90 AND 90");
                    table.CheckConstraint("ck_institution_longitude", "\"Longitude\" BETWEEN -180 AND 180");
                    table.ForeignKey(
                        name: "FK_institution_side_SideCode",
                        column: x => x.SideCode,
                        principalTable: "side",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "seat",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    BodyId = table.Column<Guid>(type: "uuid", nullable: false),
                    SideCode = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false, collation: "C"),
                    Kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    Citations = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_seat", x => x.Id);
                    table.ForeignKey(
                        name: "FK_seat_body_BodyId",
                        column: x => x.BodyId,
                        principalTable: "body",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_seat_side_SideCode",
                        column: x => x.SideCode,
                        principalTable: "side",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "attachment",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(140)", maxLength: 140, nullable: false, collation: "C"),
                    Hash = table.Column<string>(type: "character(64)", fixedLength: true, maxLength: 64, nullable: false, collation: "C"),
                    MediaType = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false, collation: "C"),
                    Length = table.Column<long>(type: "bigint", nullable: false),
                    UploadedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    UploaderName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    UploadedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_attachment", x => x.Id);
                    table.CheckConstraint("ck_attachment_length", "\"Length\" > 0");
                    table.ForeignKey(
                        name: "FK_attachment_stored_file_Hash",
                        column: x => x.Hash,
                        principalTable: "stored_file",
                        principalColumn: "Hash",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "circular_file",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    CircularId = table.Column<Guid>(type: "uuid", nullable: false),
                    Hash = table.Column<string>(type: "character(64)", fixedLength: true, maxLength: 64, nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    MediaType = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_circular_file", x => x.Id);
                    table.ForeignKey(
                        name: "FK_circular_file_circular_CircularId",
                        column: x => x.CircularId,
                        principalTable: "circular",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_circular_file_stored_file_Hash",
                        column: x => x.Hash,
                        principalTable: "stored_file",
                        principalColumn: "Hash",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "document",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Code = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    Kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    Title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Date = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    AuthoritativeLanguages = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Visibility = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    FileHash = table.Column<string>(type: "character(64)", maxLength: 64, nullable: true, collation: "C"),
                    FileName = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Note = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    IsDemonstration = table.Column<bool>(type: "boolean", nullable: false),
                    Citations = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_document", x => x.Id);
                    table.ForeignKey(
                        name: "FK_document_stored_file_FileHash",
                        column: x => x.FileHash,
                        principalTable: "stored_file",
                        principalColumn: "Hash",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "image",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Code = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "character varying(140)", maxLength: 140, nullable: false, collation: "C"),
                    Hash = table.Column<string>(type: "character(64)", fixedLength: true, maxLength: 64, nullable: false, collation: "C"),
                    MediaType = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    Width = table.Column<int>(type: "integer", nullable: false),
                    Height = table.Column<int>(type: "integer", nullable: false),
                    Alternative = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Caption = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Credit = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    IsDecorative = table.Column<bool>(type: "boolean", nullable: false),
                    FocusX = table.Column<int>(type: "integer", nullable: false),
                    FocusY = table.Column<int>(type: "integer", nullable: false),
                    UploadedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    UploaderName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    UploadedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    IsDemonstration = table.Column<bool>(type: "boolean", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Lacking = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_image", x => x.Id);
                    table.CheckConstraint("ck_image_focus", "\"FocusX\" BETWEEN 0 AND 1000 AND \"FocusY\" BETWEEN 0 AND 1000");
                    table.CheckConstraint("ck_image_size", "\"Width\" > 0 AND \"Height\" > 0");
                    table.CheckConstraint("ck_image_type", "\"MediaType\" IN ('image/jpeg', 'image/png', 'image/webp', 'image/gif')");
                    table.ForeignKey(
                        name: "FK_image_stored_file_Hash",
                        column: x => x.Hash,
                        principalTable: "stored_file",
                        principalColumn: "Hash",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "return_draft",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    FileName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    FileHash = table.Column<string>(type: "character(64)", fixedLength: true, maxLength: 64, nullable: false, collation: "C"),
                    SentAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Stage = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    WorkId = table.Column<Guid>(type: "uuid", nullable: false),
                    SourceLanguage = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: true, collation: "C"),
                    TargetLanguage = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: true, collation: "C"),
                    Foreign = table.Column<int>(type: "integer", nullable: false),
                    Fault = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true, collation: "C"),
                    Taken = table.Column<int>(type: "integer", nullable: false),
                    Approved = table.Column<int>(type: "integer", nullable: false),
                    Left = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_return_draft", x => x.Id);
                    table.ForeignKey(
                        name: "FK_return_draft_stored_file_FileHash",
                        column: x => x.FileHash,
                        principalTable: "stored_file",
                        principalColumn: "Hash",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "term_word",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ConceptId = table.Column<Guid>(type: "uuid", nullable: false),
                    Language = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Use = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Text = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Order = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_term_word", x => x.Id);
                    table.CheckConstraint("ck_term_word_text", "\"Text\" <> ''");
                    table.ForeignKey(
                        name: "FK_term_word_term_concept_ConceptId",
                        column: x => x.ConceptId,
                        principalTable: "term_concept",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "topic_address",
                columns: table => new
                {
                    Kind = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Slug = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    TopicId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_topic_address", x => new { x.Kind, x.Slug });
                    table.ForeignKey(
                        name: "FK_topic_address_topic_TopicId",
                        column: x => x.TopicId,
                        principalTable: "topic",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "article",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Key = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    Kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    Until = table.Column<DateOnly>(type: "date", nullable: true),
                    IsDemonstration = table.Column<bool>(type: "boolean", nullable: false),
                    TextId = table.Column<Guid>(type: "uuid", nullable: false),
                    Date = table.Column<DateOnly>(type: "date", nullable: false),
                    DatePrecision = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false, collation: "C"),
                    Sources = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Origin = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_article", x => x.Id);
                    table.ForeignKey(
                        name: "FK_article_translated_text_TextId",
                        column: x => x.TextId,
                        principalTable: "translated_text",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "replaced_source",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TextId = table.Column<Guid>(type: "uuid", nullable: false),
                    Schema = table.Column<int>(type: "integer", nullable: false),
                    Content = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ReplacedBy = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_replaced_source", x => x.Id);
                    table.ForeignKey(
                        name: "FK_replaced_source_translated_text_TextId",
                        column: x => x.TextId,
                        principalTable: "translated_text",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "segment_comment",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TextId = table.Column<Guid>(type: "uuid", nullable: false),
                    SegmentId = table.Column<Guid>(type: "uuid", nullable: false),
                    Language = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: true),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false, collation: "C"),
                    SettledAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_segment_comment", x => x.Id);
                    table.ForeignKey(
                        name: "FK_segment_comment_translated_text_TextId",
                        column: x => x.TextId,
                        principalTable: "translated_text",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "text_block",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TextId = table.Column<Guid>(type: "uuid", nullable: false),
                    Order = table.Column<int>(type: "integer", nullable: false),
                    Kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    Level = table.Column<int>(type: "integer", nullable: false),
                    Target = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true, collation: "C"),
                    OnlyIn = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_text_block", x => x.Id);
                    table.CheckConstraint("ck_text_block_level", "(\"Kind\" = 'Heading' AND \"Level\" BETWEEN 2 AND 4) OR (\"Kind\" = 'TableRow' AND \"Level\" BETWEEN 0 AND 1) OR (\"Kind\" NOT IN ('Heading', 'TableRow') AND \"Level\" = 0)");
                    table.CheckConstraint("ck_text_block_target", "(\"Kind\" IN ('Image', 'Attachment', 'Embed')) = (\"Target\" IS NOT NULL)");
                    table.ForeignKey(
                        name: "FK_text_block_translated_text_TextId",
                        column: x => x.TextId,
                        principalTable: "translated_text",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "text_change",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TextId = table.Column<Guid>(type: "uuid", nullable: false),
                    SegmentId = table.Column<Guid>(type: "uuid", nullable: false),
                    Language = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false, collation: "C"),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: true),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    Note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_text_change", x => x.Id);
                    table.ForeignKey(
                        name: "FK_text_change_translated_text_TextId",
                        column: x => x.TextId,
                        principalTable: "translated_text",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "text_revision",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TextId = table.Column<Guid>(type: "uuid", nullable: false),
                    Language = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Schema = table.Column<int>(type: "integer", nullable: false),
                    Content = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    PublishedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    OverrideNote = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_text_revision", x => x.Id);
                    table.ForeignKey(
                        name: "FK_text_revision_translated_text_TextId",
                        column: x => x.TextId,
                        principalTable: "translated_text",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "translation_task",
                columns: table => new
                {
                    TextId = table.Column<Guid>(type: "uuid", nullable: false),
                    Language = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    FromLanguage = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Stage = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    TranslatorId = table.Column<Guid>(type: "uuid", nullable: true),
                    ReviewerId = table.Column<Guid>(type: "uuid", nullable: true),
                    TranslateBy = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ReviewBy = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_translation_task", x => new { x.TextId, x.Language });
                    table.CheckConstraint("ck_translation_task_pair", "\"Language\" <> \"FromLanguage\"");
                    table.ForeignKey(
                        name: "FK_translation_task_translated_text_TextId",
                        column: x => x.TextId,
                        principalTable: "translated_text",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "resolution_effect",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ResolutionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Order = table.Column<int>(type: "integer", nullable: false),
                    SubjectKind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    SubjectCode = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    Text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Citations = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_resolution_effect", x => x.Id);
                    table.ForeignKey(
                        name: "FK_resolution_effect_resolution_ResolutionId",
                        column: x => x.ResolutionId,
                        principalTable: "resolution",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "application_file",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ApplicationId = table.Column<Guid>(type: "uuid", nullable: false),
                    Hash = table.Column<string>(type: "character(64)", maxLength: 64, nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false, collation: "C"),
                    Length = table.Column<long>(type: "bigint", nullable: false),
                    AddedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_application_file", x => x.Id);
                    table.ForeignKey(
                        name: "FK_application_file_application_ApplicationId",
                        column: x => x.ApplicationId,
                        principalTable: "application",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_application_file_stored_file_Hash",
                        column: x => x.Hash,
                        principalTable: "stored_file",
                        principalColumn: "Hash",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "application_key",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ApplicationId = table.Column<Guid>(type: "uuid", nullable: false),
                    SideCode = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false, collation: "C"),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    IsConsent = table.Column<bool>(type: "boolean", nullable: false),
                    Reason = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true, collation: "C"),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_application_key", x => x.Id);
                    table.ForeignKey(
                        name: "FK_application_key_application_ApplicationId",
                        column: x => x.ApplicationId,
                        principalTable: "application",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_application_key_side_SideCode",
                        column: x => x.SideCode,
                        principalTable: "side",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "application_message",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ApplicationId = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    SideCode = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: true, collation: "C"),
                    Text = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_application_message", x => x.Id);
                    table.ForeignKey(
                        name: "FK_application_message_application_ApplicationId",
                        column: x => x.ApplicationId,
                        principalTable: "application",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "appointment",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Person = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Office = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Position = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    InstitutionId = table.Column<Guid>(type: "uuid", nullable: false),
                    BodyId = table.Column<Guid>(type: "uuid", nullable: false),
                    From = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    To = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    IsDemonstration = table.Column<bool>(type: "boolean", nullable: false),
                    Citations = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_appointment", x => x.Id);
                    table.ForeignKey(
                        name: "FK_appointment_body_BodyId",
                        column: x => x.BodyId,
                        principalTable: "body",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_appointment_institution_InstitutionId",
                        column: x => x.InstitutionId,
                        principalTable: "institution",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "body_member",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    BodyId = table.Column<Guid>(type: "uuid", nullable: false),
                    InstitutionId = table.Column<Guid>(type: "uuid", nullable: false),
                    IsFounder = table.Column<bool>(type: "boolean", nullable: false),
                    From = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    To = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    Citations = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_body_member", x => x.Id);
                    table.ForeignKey(
                        name: "FK_body_member_body_BodyId",
                        column: x => x.BodyId,
                        principalTable: "body",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_body_member_institution_InstitutionId",
                        column: x => x.InstitutionId,
                        principalTable: "institution",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "circular_receiver",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    CircularId = table.Column<Guid>(type: "uuid", nullable: false),
                    InstitutionId = table.Column<Guid>(type: "uuid", nullable: false),
                    ReadAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    AnsweredById = table.Column<Guid>(type: "uuid", nullable: true),
                    AnsweredBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    IsLate = table.Column<bool>(type: "boolean", nullable: false),
                    Choice = table.Column<int>(type: "integer", nullable: true),
                    Words = table.Column<string>(type: "character varying(5000)", maxLength: 5000, nullable: true, collation: "C"),
                    FileHash = table.Column<string>(type: "character(64)", fixedLength: true, maxLength: 64, nullable: true, collation: "C"),
                    FileName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    FileType = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_circular_receiver", x => x.Id);
                    table.CheckConstraint("ck_circular_receiver_answered", "(\"AnsweredAt\" IS NULL) = (\"AnsweredBy\" IS NULL)");
                    table.ForeignKey(
                        name: "FK_circular_receiver_circular_CircularId",
                        column: x => x.CircularId,
                        principalTable: "circular",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_circular_receiver_institution_InstitutionId",
                        column: x => x.InstitutionId,
                        principalTable: "institution",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_circular_receiver_stored_file_FileHash",
                        column: x => x.FileHash,
                        principalTable: "stored_file",
                        principalColumn: "Hash",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "edition_host",
                columns: table => new
                {
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    InstitutionCode = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    Order = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_edition_host", x => new { x.EditionId, x.InstitutionCode });
                    table.ForeignKey(
                        name: "FK_edition_host_edition_EditionId",
                        column: x => x.EditionId,
                        principalTable: "edition",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_edition_host_institution_InstitutionCode",
                        column: x => x.InstitutionCode,
                        principalTable: "institution",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "institution_name",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    InstitutionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Language = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Kind = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Text = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false, collation: "C"),
                    Folded = table.Column<string>(type: "character varying(600)", maxLength: 600, nullable: false, collation: "C"),
                    SortKey = table.Column<byte[]>(type: "bytea", nullable: false),
                    Citations = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_institution_name", x => x.Id);
                    table.ForeignKey(
                        name: "FK_institution_name_institution_InstitutionId",
                        column: x => x.InstitutionId,
                        principalTable: "institution",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "membership",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    InstitutionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Status = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    From = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    To = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    Attested = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Event = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Note = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Citations = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_membership", x => x.Id);
                    table.ForeignKey(
                        name: "FK_membership_institution_InstitutionId",
                        column: x => x.InstitutionId,
                        principalTable: "institution",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "programme_institution",
                columns: table => new
                {
                    InstitutionsId = table.Column<Guid>(type: "uuid", nullable: false),
                    ProgrammeId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_programme_institution", x => new { x.InstitutionsId, x.ProgrammeId });
                    table.ForeignKey(
                        name: "FK_programme_institution_institution_InstitutionsId",
                        column: x => x.InstitutionsId,
                        principalTable: "institution",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_programme_institution_programme_ProgrammeId",
                        column: x => x.ProgrammeId,
                        principalTable: "programme",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "proposal",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    InstitutionId = table.Column<Guid>(type: "uuid", nullable: false),
                    ProposedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ProposerName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    ProposedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Message = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true, collation: "C"),
                    Source = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C"),
                    ClosedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_proposal", x => x.Id);
                    table.ForeignKey(
                        name: "FK_proposal_institution_InstitutionId",
                        column: x => x.InstitutionId,
                        principalTable: "institution",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "session",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Order = table.Column<int>(type: "integer", nullable: false),
                    Kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Theme = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    UndertakerCode = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true, collation: "C"),
                    Participation = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    StartsAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    EndsAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Citations = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_session", x => x.Id);
                    table.CheckConstraint("ck_session_times", "\"EndsAt\" > \"StartsAt\"");
                    table.ForeignKey(
                        name: "FK_session_edition_EditionId",
                        column: x => x.EditionId,
                        principalTable: "edition",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_session_institution_UndertakerCode",
                        column: x => x.UndertakerCode,
                        principalTable: "institution",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "handover",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    SeatId = table.Column<Guid>(type: "uuid", nullable: false),
                    FromInstitutionId = table.Column<Guid>(type: "uuid", nullable: true),
                    ToInstitutionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: true),
                    PlannedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    EndedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    BegunOn = table.Column<DateOnly>(type: "date", nullable: true),
                    State = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true, collation: "C"),
                    Invitees = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false, collation: "C"),
                    DeskTakers = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false, collation: "C"),
                    DeskLeavers = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false, collation: "C"),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ClosedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    IsDemonstration = table.Column<bool>(type: "boolean", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_handover", x => x.Id);
                    table.CheckConstraint("ck_handover_number", "\"Number\" > 0");
                    table.ForeignKey(
                        name: "FK_handover_institution_FromInstitutionId",
                        column: x => x.FromInstitutionId,
                        principalTable: "institution",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_handover_institution_ToInstitutionId",
                        column: x => x.ToInstitutionId,
                        principalTable: "institution",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_handover_seat_SeatId",
                        column: x => x.SeatId,
                        principalTable: "seat",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "term",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    SeatId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: true),
                    InstitutionId = table.Column<Guid>(type: "uuid", nullable: true),
                    PlannedFrom = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    PlannedTo = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    From = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    To = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    Attested = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Note = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Citations = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_term", x => x.Id);
                    table.CheckConstraint("ck_term_number", "\"Number\" > 0");
                    table.ForeignKey(
                        name: "FK_term_institution_InstitutionId",
                        column: x => x.InstitutionId,
                        principalTable: "institution",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_term_seat_SeatId",
                        column: x => x.SeatId,
                        principalTable: "seat",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "document_version",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    DocumentId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    FileHash = table.Column<string>(type: "character(64)", maxLength: 64, nullable: false, collation: "C"),
                    FileName = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false, collation: "C"),
                    ReplacedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_document_version", x => x.Id);
                    table.CheckConstraint("ck_document_version_number", "\"Number\" > 0");
                    table.ForeignKey(
                        name: "FK_document_version_document_DocumentId",
                        column: x => x.DocumentId,
                        principalTable: "document",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_document_version_stored_file_FileHash",
                        column: x => x.FileHash,
                        principalTable: "stored_file",
                        principalColumn: "Hash",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "image_rendition",
                columns: table => new
                {
                    ImageId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Width = table.Column<int>(type: "integer", nullable: false),
                    Height = table.Column<int>(type: "integer", nullable: false),
                    Hash = table.Column<string>(type: "character(64)", fixedLength: true, maxLength: 64, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_image_rendition", x => new { x.ImageId, x.Kind, x.Width });
                    table.ForeignKey(
                        name: "FK_image_rendition_image_ImageId",
                        column: x => x.ImageId,
                        principalTable: "image",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_image_rendition_stored_file_Hash",
                        column: x => x.Hash,
                        principalTable: "stored_file",
                        principalColumn: "Hash",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "return_line",
                columns: table => new
                {
                    DraftId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    SegmentId = table.Column<Guid>(type: "uuid", nullable: false),
                    TextId = table.Column<Guid>(type: "uuid", nullable: true),
                    State = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    HandoutId = table.Column<Guid>(type: "uuid", nullable: true),
                    Source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Target = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Called = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    IsMachineMade = table.Column<bool>(type: "boolean", nullable: false),
                    IsOfPresentSource = table.Column<bool>(type: "boolean", nullable: false),
                    SeenSource = table.Column<byte[]>(type: "bytea", nullable: true),
                    SeenTarget = table.Column<byte[]>(type: "bytea", nullable: true),
                    IsChosen = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_return_line", x => new { x.DraftId, x.Number });
                    table.CheckConstraint("ck_return_line_chosen", "NOT \"IsChosen\" OR \"State\" = 'Conflict'");
                    table.ForeignKey(
                        name: "FK_return_line_return_draft_DraftId",
                        column: x => x.DraftId,
                        principalTable: "return_draft",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "article_category",
                columns: table => new
                {
                    ArticleId = table.Column<Guid>(type: "uuid", nullable: false),
                    Category = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_article_category", x => new { x.ArticleId, x.Category });
                    table.ForeignKey(
                        name: "FK_article_category_article_ArticleId",
                        column: x => x.ArticleId,
                        principalTable: "article",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_article_category_topic_Category",
                        column: x => x.Category,
                        principalTable: "topic",
                        principalColumn: "Code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "article_reference",
                columns: table => new
                {
                    ArticleId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    Code = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_article_reference", x => new { x.ArticleId, x.Kind, x.Code });
                    table.ForeignKey(
                        name: "FK_article_reference_article_ArticleId",
                        column: x => x.ArticleId,
                        principalTable: "article",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "former_address",
                columns: table => new
                {
                    Language = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Year = table.Column<int>(type: "integer", nullable: false),
                    Slug = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    ArticleId = table.Column<Guid>(type: "uuid", nullable: false),
                    RetiredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_former_address", x => new { x.Language, x.Year, x.Slug });
                    table.ForeignKey(
                        name: "FK_former_address_article_ArticleId",
                        column: x => x.ArticleId,
                        principalTable: "article",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "news_submission",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    InstitutionId = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: true),
                    SenderName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Language = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Title = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false, collation: "C"),
                    Text = table.Column<string>(type: "character varying(200000)", maxLength: 200000, nullable: false, collation: "C"),
                    Address = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true, collation: "C"),
                    Message = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false, collation: "C"),
                    SentAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    State = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true, collation: "C"),
                    DecidedBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    DecidedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ArticleId = table.Column<Guid>(type: "uuid", nullable: true),
                    IsDemonstration = table.Column<bool>(type: "boolean", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_news_submission", x => x.Id);
                    table.CheckConstraint("ck_news_submission_article", "\"ArticleId\" IS NULL OR \"State\" = 'Taken'");
                    table.CheckConstraint("ck_news_submission_decided", "(\"State\" IN ('Taken', 'Declined')) = (\"DecidedAt\" IS NOT NULL)");
                    table.CheckConstraint("ck_news_submission_reason", "\"State\" <> 'Declined' OR \"Reason\" IS NOT NULL");
                    table.ForeignKey(
                        name: "FK_news_submission_article_ArticleId",
                        column: x => x.ArticleId,
                        principalTable: "article",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_news_submission_institution_InstitutionId",
                        column: x => x.InstitutionId,
                        principalTable: "institution",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "newsletter_issue",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Key = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    Frequency = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    ArticleId = table.Column<Guid>(type: "uuid", nullable: true),
                    StartedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    CoveredUntil = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Sent = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_newsletter_issue", x => x.Id);
                    table.ForeignKey(
                        name: "FK_newsletter_issue_article_ArticleId",
                        column: x => x.ArticleId,
                        principalTable: "article",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "preview_link",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ArticleId = table.Column<Guid>(type: "uuid", nullable: false),
                    Language = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    TokenHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    CreatedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    RevokedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_preview_link", x => x.Id);
                    table.ForeignKey(
                        name: "FK_preview_link_article_ArticleId",
                        column: x => x.ArticleId,
                        principalTable: "article",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "text_segment",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TextId = table.Column<Guid>(type: "uuid", nullable: false),
                    BlockId = table.Column<Guid>(type: "uuid", nullable: true),
                    Field = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_text_segment", x => x.Id);
                    table.CheckConstraint("ck_text_segment_block", "(\"Field\" IN ('Content', 'Alternative')) = (\"BlockId\" IS NOT NULL)");
                    table.ForeignKey(
                        name: "FK_text_segment_text_block_BlockId",
                        column: x => x.BlockId,
                        principalTable: "text_block",
                        principalColumn: "Id");
                    table.ForeignKey(
                        name: "FK_text_segment_translated_text_TextId",
                        column: x => x.TextId,
                        principalTable: "translated_text",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "article_version",
                columns: table => new
                {
                    ArticleId = table.Column<Guid>(type: "uuid", nullable: false),
                    Language = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Slug = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    Year = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    Title = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false, collation: "C"),
                    Deck = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false, collation: "C"),
                    PublishedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ChangedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ScheduledAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ScheduledRevisionId = table.Column<Guid>(type: "uuid", nullable: true),
                    WithdrawnAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_article_version", x => new { x.ArticleId, x.Language });
                    table.CheckConstraint("ck_article_version_published", "\"State\" NOT IN ('Published', 'Withdrawn') OR (\"PublishedAt\" IS NOT NULL AND \"Title\" <> '')");
                    table.CheckConstraint("ck_article_version_scheduled", "(\"State\" <> 'Scheduled' OR \"ScheduledAt\" IS NOT NULL) AND (\"ScheduledAt\" IS NULL OR \"State\" IN ('Scheduled', 'Published', 'Withdrawn')) AND (\"ScheduledAt\" IS NULL) = (\"ScheduledRevisionId\" IS NULL)");
                    table.CheckConstraint("ck_article_version_withdrawn", "(\"State\" = 'Withdrawn') = (\"WithdrawnAt\" IS NOT NULL)");
                    table.ForeignKey(
                        name: "FK_article_version_article_ArticleId",
                        column: x => x.ArticleId,
                        principalTable: "article",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_article_version_text_revision_ScheduledRevisionId",
                        column: x => x.ScheduledRevisionId,
                        principalTable: "text_revision",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "published_text",
                columns: table => new
                {
                    TextId = table.Column<Guid>(type: "uuid", nullable: false),
                    Language = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    RevisionId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_published_text", x => new { x.TextId, x.Language });
                    table.ForeignKey(
                        name: "FK_published_text_text_revision_RevisionId",
                        column: x => x.RevisionId,
                        principalTable: "text_revision",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "revision_credit",
                columns: table => new
                {
                    RevisionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_revision_credit", x => new { x.RevisionId, x.Kind, x.AccountId });
                    table.ForeignKey(
                        name: "FK_revision_credit_text_revision_RevisionId",
                        column: x => x.RevisionId,
                        principalTable: "text_revision",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "circular_officer",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ReceiverId = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    OfficerName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false, collation: "C"),
                    LanguageCode = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Zone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_circular_officer", x => x.Id);
                    table.ForeignKey(
                        name: "FK_circular_officer_circular_receiver_ReceiverId",
                        column: x => x.ReceiverId,
                        principalTable: "circular_receiver",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "proposed_field",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ProposalId = table.Column<Guid>(type: "uuid", nullable: false),
                    Order = table.Column<int>(type: "integer", nullable: false),
                    Field = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    Before = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    After = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Decision = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_proposed_field", x => x.Id);
                    table.ForeignKey(
                        name: "FK_proposed_field_proposal_ProposalId",
                        column: x => x.ProposalId,
                        principalTable: "proposal",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "handover_item",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    HandoverId = table.Column<Guid>(type: "uuid", nullable: false),
                    Order = table.Column<int>(type: "integer", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    Text = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C"),
                    DoneAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    DoneById = table.Column<Guid>(type: "uuid", nullable: true),
                    DoneBy = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    Note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_handover_item", x => x.Id);
                    table.ForeignKey(
                        name: "FK_handover_item_handover_HandoverId",
                        column: x => x.HandoverId,
                        principalTable: "handover",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "submission_file",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    SubmissionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Hash = table.Column<string>(type: "character(64)", fixedLength: true, maxLength: 64, nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    MediaType = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false, collation: "C"),
                    Width = table.Column<int>(type: "integer", nullable: true),
                    Height = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_submission_file", x => x.Id);
                    table.ForeignKey(
                        name: "FK_submission_file_news_submission_SubmissionId",
                        column: x => x.SubmissionId,
                        principalTable: "news_submission",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_submission_file_stored_file_Hash",
                        column: x => x.Hash,
                        principalTable: "stored_file",
                        principalColumn: "Hash",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "newsletter_letter",
                columns: table => new
                {
                    IssueId = table.Column<Guid>(type: "uuid", nullable: false),
                    SubscriptionId = table.Column<Guid>(type: "uuid", nullable: false),
                    LanguageCode = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_newsletter_letter", x => new { x.IssueId, x.SubscriptionId });
                    table.ForeignKey(
                        name: "FK_newsletter_letter_newsletter_issue_IssueId",
                        column: x => x.IssueId,
                        principalTable: "newsletter_issue",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_newsletter_letter_subscription_SubscriptionId",
                        column: x => x.SubscriptionId,
                        principalTable: "subscription",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "segment_text",
                columns: table => new
                {
                    SegmentId = table.Column<Guid>(type: "uuid", nullable: false),
                    Language = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    Shape = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    State = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    Origin = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    FromLanguage = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: true, collation: "C"),
                    FromHash = table.Column<byte[]>(type: "bytea", nullable: true),
                    FromText = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Makers = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    MadeAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ApprovedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ApprovedHash = table.Column<byte[]>(type: "bytea", nullable: true),
                    ApprovedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_segment_text", x => new { x.SegmentId, x.Language });
                    table.CheckConstraint("ck_segment_text_approved", "\"ApprovedHash\" IS NULL OR (\"ApprovedHash\" = \"Hash\" AND \"State\" = 'Final')");
                    table.CheckConstraint("ck_segment_text_from", "(\"FromLanguage\" IS NULL) = (\"FromHash\" IS NULL) AND (\"FromHash\" IS NULL) = (\"FromText\" IS NULL)");
                    table.CheckConstraint("ck_segment_text_shape", "\"Shape\" = 'Own' OR (\"Text\" = '' AND \"FromHash\" IS NOT NULL)");
                    table.ForeignKey(
                        name: "FK_segment_text_text_segment_SegmentId",
                        column: x => x.SegmentId,
                        principalTable: "text_segment",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "circular_link",
                columns: table => new
                {
                    TokenHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    OfficerId = table.Column<Guid>(type: "uuid", nullable: false),
                    MadeAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_circular_link", x => x.TokenHash);
                    table.ForeignKey(
                        name: "FK_circular_link_circular_officer_OfficerId",
                        column: x => x.OfficerId,
                        principalTable: "circular_officer",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "topic",
                columns: new[] { "Id", "Code", "Kind", "Name", "Order", "Slug", "Version" },
                values: new object[,]
                {
                    { new Guid("70c1c000-0000-7000-8000-000000000001"), "conference", "Category", "{\"en\":\"Conference\",\"ru\":\"Конференция\",\"zh\":\"年会\"}", 1, "{\"en\":\"conference\",\"ru\":\"konferentsiya\",\"zh\":\"nianhui\"}", 1 },
                    { new Guid("70c1c000-0000-7000-8000-000000000002"), "governance", "Category", "{\"en\":\"Governance\",\"ru\":\"Управление\",\"zh\":\"联盟治理\"}", 2, "{\"en\":\"governance\",\"ru\":\"upravlenie\",\"zh\":\"lianmeng-zhili\"}", 1 },
                    { new Guid("70c1c000-0000-7000-8000-000000000003"), "members", "Category", "{\"en\":\"Members\",\"ru\":\"Участники\",\"zh\":\"成员院校\"}", 3, "{\"en\":\"members\",\"ru\":\"uchastniki\",\"zh\":\"chengyuan-yuanxiao\"}", 1 },
                    { new Guid("70c1c000-0000-7000-8000-000000000004"), "sub-alliance", "Category", "{\"en\":\"Sub-alliance\",\"ru\":\"Подсоюз\",\"zh\":\"子联盟\"}", 4, "{\"en\":\"sub-alliance\",\"ru\":\"podsoyuz\",\"zh\":\"zi-lianmeng\"}", 1 },
                    { new Guid("70c1c000-0000-7000-8000-000000000005"), "students", "Category", "{\"en\":\"Students\",\"ru\":\"Студенты\",\"zh\":\"学生\"}", 5, "{\"en\":\"students\",\"ru\":\"studenty\",\"zh\":\"xuesheng\"}", 1 },
                    { new Guid("70c1c000-0000-7000-8000-000000000006"), "research", "Category", "{\"en\":\"Research\",\"ru\":\"Наука\",\"zh\":\"科研\"}", 6, "{\"en\":\"research\",\"ru\":\"nauka\",\"zh\":\"keyan\"}", 1 }
                });

            migrationBuilder.InsertData(
                table: "topic_address",
                columns: new[] { "Kind", "Slug", "TopicId" },
                values: new object[,]
                {
                    { "Category", "chengyuan-yuanxiao", new Guid("70c1c000-0000-7000-8000-000000000003") },
                    { "Category", "conference", new Guid("70c1c000-0000-7000-8000-000000000001") },
                    { "Category", "governance", new Guid("70c1c000-0000-7000-8000-000000000002") },
                    { "Category", "keyan", new Guid("70c1c000-0000-7000-8000-000000000006") },
                    { "Category", "konferentsiya", new Guid("70c1c000-0000-7000-8000-000000000001") },
                    { "Category", "lianmeng-zhili", new Guid("70c1c000-0000-7000-8000-000000000002") },
                    { "Category", "members", new Guid("70c1c000-0000-7000-8000-000000000003") },
                    { "Category", "nauka", new Guid("70c1c000-0000-7000-8000-000000000006") },
                    { "Category", "nianhui", new Guid("70c1c000-0000-7000-8000-000000000001") },
                    { "Category", "podsoyuz", new Guid("70c1c000-0000-7000-8000-000000000004") },
                    { "Category", "research", new Guid("70c1c000-0000-7000-8000-000000000006") },
                    { "Category", "students", new Guid("70c1c000-0000-7000-8000-000000000005") },
                    { "Category", "studenty", new Guid("70c1c000-0000-7000-8000-000000000005") },
                    { "Category", "sub-alliance", new Guid("70c1c000-0000-7000-8000-000000000004") },
                    { "Category", "uchastniki", new Guid("70c1c000-0000-7000-8000-000000000003") },
                    { "Category", "upravlenie", new Guid("70c1c000-0000-7000-8000-000000000002") },
                    { "Category", "xuesheng", new Guid("70c1c000-0000-7000-8000-000000000005") },
                    { "Category", "zi-lianmeng", new Guid("70c1c000-0000-7000-8000-000000000004") }
                });

            migrationBuilder.CreateIndex(
                name: "IX_account_NormalizedEmail",
                table: "account",
                column: "NormalizedEmail",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_account_NormalizedUserName",
                table: "account",
                column: "NormalizedUserName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_account_attempt_LastAt",
                table: "account_attempt",
                column: "LastAt");

            migrationBuilder.CreateIndex(
                name: "IX_account_claim_UserId",
                table: "account_claim",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_account_login_UserId",
                table: "account_login",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_account_passkey_UserId",
                table: "account_passkey",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_account_secret_AccountId_Purpose",
                table: "account_secret",
                columns: new[] { "AccountId", "Purpose" });

            migrationBuilder.CreateIndex(
                name: "IX_account_secret_TokenHash",
                table: "account_secret",
                column: "TokenHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_account_session_AccountId_EndedAt",
                table: "account_session",
                columns: new[] { "AccountId", "EndedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_announcement_EditionId_Order",
                table: "announcement",
                columns: new[] { "EditionId", "Order" });

            migrationBuilder.CreateIndex(
                name: "IX_application_SideCode",
                table: "application",
                column: "SideCode");

            migrationBuilder.CreateIndex(
                name: "IX_application_State",
                table: "application",
                column: "State");

            migrationBuilder.CreateIndex(
                name: "IX_application_TokenHash",
                table: "application",
                column: "TokenHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_application_file_ApplicationId_Hash",
                table: "application_file",
                columns: new[] { "ApplicationId", "Hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_application_file_Hash",
                table: "application_file",
                column: "Hash");

            migrationBuilder.CreateIndex(
                name: "IX_application_key_ApplicationId_AccountId",
                table: "application_key",
                columns: new[] { "ApplicationId", "AccountId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_application_key_ApplicationId_SideCode",
                table: "application_key",
                columns: new[] { "ApplicationId", "SideCode" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_application_key_SideCode",
                table: "application_key",
                column: "SideCode");

            migrationBuilder.CreateIndex(
                name: "IX_application_message_ApplicationId",
                table: "application_message",
                column: "ApplicationId");

            migrationBuilder.CreateIndex(
                name: "IX_appointment_BodyId",
                table: "appointment",
                column: "BodyId");

            migrationBuilder.CreateIndex(
                name: "IX_appointment_InstitutionId",
                table: "appointment",
                column: "InstitutionId");

            migrationBuilder.CreateIndex(
                name: "IX_article_Key",
                table: "article",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_article_Kind_Date",
                table: "article",
                columns: new[] { "Kind", "Date" });

            migrationBuilder.CreateIndex(
                name: "IX_article_TextId",
                table: "article",
                column: "TextId");

            migrationBuilder.CreateIndex(
                name: "IX_article_category_Category",
                table: "article_category",
                column: "Category");

            migrationBuilder.CreateIndex(
                name: "IX_article_reference_Kind_Code",
                table: "article_reference",
                columns: new[] { "Kind", "Code" });

            migrationBuilder.CreateIndex(
                name: "IX_article_version_Language_Year_Slug",
                table: "article_version",
                columns: new[] { "Language", "Year", "Slug" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_article_version_ScheduledAt",
                table: "article_version",
                column: "ScheduledAt",
                filter: "\"ScheduledAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_article_version_ScheduledRevisionId",
                table: "article_version",
                column: "ScheduledRevisionId");

            migrationBuilder.CreateIndex(
                name: "IX_article_version_State_ArticleId",
                table: "article_version",
                columns: new[] { "State", "ArticleId" });

            migrationBuilder.CreateIndex(
                name: "IX_attachment_Hash",
                table: "attachment",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_attachment_UploadedAt",
                table: "attachment",
                column: "UploadedAt");

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_Sequence",
                table: "audit_entry",
                column: "Sequence",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_SubjectKind_SubjectId",
                table: "audit_entry",
                columns: new[] { "SubjectKind", "SubjectId" });

            migrationBuilder.CreateIndex(
                name: "IX_body_Code",
                table: "body",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_body_ParentId",
                table: "body",
                column: "ParentId");

            migrationBuilder.CreateIndex(
                name: "IX_body_member_BodyId_InstitutionId",
                table: "body_member",
                columns: new[] { "BodyId", "InstitutionId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_body_member_InstitutionId",
                table: "body_member",
                column: "InstitutionId");

            migrationBuilder.CreateIndex(
                name: "IX_circular_SentAt",
                table: "circular",
                column: "SentAt");

            migrationBuilder.CreateIndex(
                name: "IX_circular_file_CircularId",
                table: "circular_file",
                column: "CircularId");

            migrationBuilder.CreateIndex(
                name: "IX_circular_file_Hash",
                table: "circular_file",
                column: "Hash");

            migrationBuilder.CreateIndex(
                name: "IX_circular_link_OfficerId",
                table: "circular_link",
                column: "OfficerId");

            migrationBuilder.CreateIndex(
                name: "IX_circular_officer_AccountId",
                table: "circular_officer",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_circular_officer_ReceiverId_AccountId",
                table: "circular_officer",
                columns: new[] { "ReceiverId", "AccountId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_circular_receiver_AnsweredById",
                table: "circular_receiver",
                column: "AnsweredById");

            migrationBuilder.CreateIndex(
                name: "IX_circular_receiver_CircularId_InstitutionId",
                table: "circular_receiver",
                columns: new[] { "CircularId", "InstitutionId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_circular_receiver_FileHash",
                table: "circular_receiver",
                column: "FileHash");

            migrationBuilder.CreateIndex(
                name: "IX_circular_receiver_InstitutionId",
                table: "circular_receiver",
                column: "InstitutionId");

            migrationBuilder.CreateIndex(
                name: "IX_declared_total_BodyId",
                table: "declared_total",
                column: "BodyId");

            migrationBuilder.CreateIndex(
                name: "IX_document_Code",
                table: "document",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_document_FileHash",
                table: "document",
                column: "FileHash");

            migrationBuilder.CreateIndex(
                name: "IX_document_version_DocumentId_Number",
                table: "document_version",
                columns: new[] { "DocumentId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_document_version_FileHash",
                table: "document_version",
                column: "FileHash");

            migrationBuilder.CreateIndex(
                name: "IX_edition_Code",
                table: "edition",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_edition_Held",
                table: "edition",
                column: "Held");

            migrationBuilder.CreateIndex(
                name: "IX_edition_Number",
                table: "edition",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_edition_host_InstitutionCode",
                table: "edition_host",
                column: "InstitutionCode");

            migrationBuilder.CreateIndex(
                name: "IX_former_address_ArticleId",
                table: "former_address",
                column: "ArticleId");

            migrationBuilder.CreateIndex(
                name: "IX_former_address_Year_Slug",
                table: "former_address",
                columns: new[] { "Year", "Slug" });

            migrationBuilder.CreateIndex(
                name: "IX_handout_At",
                table: "handout",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_handover_FromInstitutionId",
                table: "handover",
                column: "FromInstitutionId");

            migrationBuilder.CreateIndex(
                name: "ix_handover_one_in_preparation",
                table: "handover",
                column: "SeatId",
                unique: true,
                filter: "\"State\" = 'Preparing'");

            migrationBuilder.CreateIndex(
                name: "IX_handover_SeatId",
                table: "handover",
                column: "SeatId");

            migrationBuilder.CreateIndex(
                name: "IX_handover_ToInstitutionId",
                table: "handover",
                column: "ToInstitutionId");

            migrationBuilder.CreateIndex(
                name: "IX_handover_item_HandoverId_Order",
                table: "handover_item",
                columns: new[] { "HandoverId", "Order" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_image_Code",
                table: "image",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_image_Hash",
                table: "image",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_image_UploadedAt",
                table: "image",
                column: "UploadedAt");

            migrationBuilder.CreateIndex(
                name: "IX_image_rendition_Hash",
                table: "image_rendition",
                column: "Hash");

            migrationBuilder.CreateIndex(
                name: "IX_institution_Code",
                table: "institution",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_institution_SideCode",
                table: "institution",
                column: "SideCode");

            migrationBuilder.CreateIndex(
                name: "IX_institution_name_InstitutionId_Language_Folded",
                table: "institution_name",
                columns: new[] { "InstitutionId", "Language", "Folded" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_institution_name_one_official",
                table: "institution_name",
                columns: new[] { "InstitutionId", "Language" },
                unique: true,
                filter: "\"Kind\" = 'Official'");

            migrationBuilder.CreateIndex(
                name: "IX_invitation_TokenHash",
                table: "invitation",
                column: "TokenHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_job_State_CreatedAt",
                table: "job",
                columns: new[] { "State", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_membership_InstitutionId_Status_From",
                table: "membership",
                columns: new[] { "InstitutionId", "Status", "From" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_memory_entry_SegmentId_SourceLanguage_TargetLanguage",
                table: "memory_entry",
                columns: new[] { "SegmentId", "SourceLanguage", "TargetLanguage" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_memory_entry_SourceHash_SourceLanguage_TargetLanguage",
                table: "memory_entry",
                columns: new[] { "SourceHash", "SourceLanguage", "TargetLanguage" });

            migrationBuilder.CreateIndex(
                name: "IX_news_submission_AccountId_SentAt",
                table: "news_submission",
                columns: new[] { "AccountId", "SentAt" });

            migrationBuilder.CreateIndex(
                name: "IX_news_submission_ArticleId",
                table: "news_submission",
                column: "ArticleId");

            migrationBuilder.CreateIndex(
                name: "IX_news_submission_InstitutionId",
                table: "news_submission",
                column: "InstitutionId");

            migrationBuilder.CreateIndex(
                name: "IX_news_submission_State_SentAt",
                table: "news_submission",
                columns: new[] { "State", "SentAt" });

            migrationBuilder.CreateIndex(
                name: "IX_newsletter_issue_ArticleId",
                table: "newsletter_issue",
                column: "ArticleId");

            migrationBuilder.CreateIndex(
                name: "IX_newsletter_issue_Key",
                table: "newsletter_issue",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_newsletter_issue_StartedAt",
                table: "newsletter_issue",
                column: "StartedAt");

            migrationBuilder.CreateIndex(
                name: "IX_newsletter_letter_SubscriptionId",
                table: "newsletter_letter",
                column: "SubscriptionId");

            migrationBuilder.CreateIndex(
                name: "IX_officer_contact_AccountId",
                table: "officer_contact",
                column: "AccountId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_old_address_Address",
                table: "old_address",
                column: "Address",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_old_address_Target",
                table: "old_address",
                column: "Target");

            migrationBuilder.CreateIndex(
                name: "IX_outbox_delivery_DeliveredAt_DueAt",
                table: "outbox_delivery",
                columns: new[] { "DeliveredAt", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_outbox_delivery_MessageId_Consumer",
                table: "outbox_delivery",
                columns: new[] { "MessageId", "Consumer" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_page_upload_SentAt",
                table: "page_upload",
                column: "SentAt");

            migrationBuilder.CreateIndex(
                name: "IX_preview_link_ArticleId",
                table: "preview_link",
                column: "ArticleId");

            migrationBuilder.CreateIndex(
                name: "IX_preview_link_TokenHash",
                table: "preview_link",
                column: "TokenHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_programme_Code",
                table: "programme",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_programme_institution_ProgrammeId",
                table: "programme_institution",
                column: "ProgrammeId");

            migrationBuilder.CreateIndex(
                name: "IX_proposal_ClosedAt_ProposedAt",
                table: "proposal",
                columns: new[] { "ClosedAt", "ProposedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_proposal_InstitutionId",
                table: "proposal",
                column: "InstitutionId");

            migrationBuilder.CreateIndex(
                name: "IX_proposed_field_ProposalId_Field",
                table: "proposed_field",
                columns: new[] { "ProposalId", "Field" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_published_text_RevisionId",
                table: "published_text",
                column: "RevisionId");

            migrationBuilder.CreateIndex(
                name: "IX_replaced_source_ReplacedBy",
                table: "replaced_source",
                column: "ReplacedBy");

            migrationBuilder.CreateIndex(
                name: "IX_replaced_source_TextId_At",
                table: "replaced_source",
                columns: new[] { "TextId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_resolution_BodyCode",
                table: "resolution",
                column: "BodyCode");

            migrationBuilder.CreateIndex(
                name: "IX_resolution_Date",
                table: "resolution",
                column: "Date");

            migrationBuilder.CreateIndex(
                name: "IX_resolution_Number",
                table: "resolution",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_resolution_effect_ResolutionId_Order",
                table: "resolution_effect",
                columns: new[] { "ResolutionId", "Order" });

            migrationBuilder.CreateIndex(
                name: "IX_resolution_effect_SubjectKind_SubjectCode",
                table: "resolution_effect",
                columns: new[] { "SubjectKind", "SubjectCode" });

            migrationBuilder.CreateIndex(
                name: "IX_return_draft_FileHash",
                table: "return_draft",
                column: "FileHash");

            migrationBuilder.CreateIndex(
                name: "IX_return_draft_SentAt",
                table: "return_draft",
                column: "SentAt");

            migrationBuilder.CreateIndex(
                name: "IX_return_line_DraftId_State_Number",
                table: "return_line",
                columns: new[] { "DraftId", "State", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_revision_credit_AccountId",
                table: "revision_credit",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_role_grant_AccountId_Role_Scope",
                table: "role_grant",
                columns: new[] { "AccountId", "Role", "Scope" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_search_document_Generation_Kind_Code_Language",
                table: "search_document",
                columns: new[] { "Generation", "Kind", "Code", "Language" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_search_document_PartitionId",
                table: "search_document",
                column: "PartitionId");

            migrationBuilder.CreateIndex(
                name: "IX_search_partition_Generation_Language_Audience",
                table: "search_partition",
                columns: new[] { "Generation", "Language", "Audience" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_search_term_PartitionId_Key",
                table: "search_term",
                columns: new[] { "PartitionId", "Key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_seat_BodyId_SideCode_Kind",
                table: "seat",
                columns: new[] { "BodyId", "SideCode", "Kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_seat_SideCode",
                table: "seat",
                column: "SideCode");

            migrationBuilder.CreateIndex(
                name: "IX_segment_comment_AccountId",
                table: "segment_comment",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_segment_comment_TextId_Language",
                table: "segment_comment",
                columns: new[] { "TextId", "Language" });

            migrationBuilder.CreateIndex(
                name: "IX_session_EditionId_Order",
                table: "session",
                columns: new[] { "EditionId", "Order" });

            migrationBuilder.CreateIndex(
                name: "IX_session_UndertakerCode",
                table: "session",
                column: "UndertakerCode");

            migrationBuilder.CreateIndex(
                name: "IX_side_Id",
                table: "side",
                column: "Id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_source_autosave_At",
                table: "source_autosave",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_submission_file_Hash",
                table: "submission_file",
                column: "Hash");

            migrationBuilder.CreateIndex(
                name: "IX_submission_file_SubmissionId",
                table: "submission_file",
                column: "SubmissionId");

            migrationBuilder.CreateIndex(
                name: "IX_subscription_EmailKey",
                table: "subscription",
                column: "EmailKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_subscription_State_Frequency_Id",
                table: "subscription",
                columns: new[] { "State", "Frequency", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_table_draft_SentAt",
                table: "table_draft",
                column: "SentAt");

            migrationBuilder.CreateIndex(
                name: "IX_term_InstitutionId",
                table: "term",
                column: "InstitutionId");

            migrationBuilder.CreateIndex(
                name: "IX_term_SeatId_Number",
                table: "term",
                columns: new[] { "SeatId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_term_word_ConceptId_Language_Text",
                table: "term_word",
                columns: new[] { "ConceptId", "Language", "Text" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_term_word_Language_Text",
                table: "term_word",
                columns: new[] { "Language", "Text" });

            migrationBuilder.CreateIndex(
                name: "ix_term_word_one_preferred",
                table: "term_word",
                columns: new[] { "ConceptId", "Language" },
                unique: true,
                filter: "\"Use\" = 'Preferred'");

            migrationBuilder.CreateIndex(
                name: "IX_text_block_Target",
                table: "text_block",
                column: "Target",
                filter: "\"Target\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_text_block_TextId_Order",
                table: "text_block",
                columns: new[] { "TextId", "Order" });

            migrationBuilder.CreateIndex(
                name: "IX_text_change_AccountId",
                table: "text_change",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_text_change_SegmentId_Language_At",
                table: "text_change",
                columns: new[] { "SegmentId", "Language", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_text_change_TextId",
                table: "text_change",
                column: "TextId");

            migrationBuilder.CreateIndex(
                name: "IX_text_presence_SeenAt",
                table: "text_presence",
                column: "SeenAt");

            migrationBuilder.CreateIndex(
                name: "IX_text_revision_TextId_Language_Number",
                table: "text_revision",
                columns: new[] { "TextId", "Language", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_text_segment_BlockId_Field",
                table: "text_segment",
                columns: new[] { "BlockId", "Field" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_text_segment_one_of_each",
                table: "text_segment",
                columns: new[] { "TextId", "Field" },
                unique: true,
                filter: "\"BlockId\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_text_segment_TextId",
                table: "text_segment",
                column: "TextId");

            migrationBuilder.CreateIndex(
                name: "IX_topic_address_TopicId",
                table: "topic_address",
                column: "TopicId");

            migrationBuilder.CreateIndex(
                name: "IX_translation_task_Stage_ReviewerId",
                table: "translation_task",
                columns: new[] { "Stage", "ReviewerId" });

            migrationBuilder.CreateIndex(
                name: "IX_translation_task_Stage_TranslatorId",
                table: "translation_task",
                columns: new[] { "Stage", "TranslatorId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account_attempt");

            migrationBuilder.DropTable(
                name: "account_claim");

            migrationBuilder.DropTable(
                name: "account_login");

            migrationBuilder.DropTable(
                name: "account_passkey");

            migrationBuilder.DropTable(
                name: "account_secret");

            migrationBuilder.DropTable(
                name: "account_session");

            migrationBuilder.DropTable(
                name: "account_token");

            migrationBuilder.DropTable(
                name: "announcement");

            migrationBuilder.DropTable(
                name: "application_file");

            migrationBuilder.DropTable(
                name: "application_key");

            migrationBuilder.DropTable(
                name: "application_message");

            migrationBuilder.DropTable(
                name: "appointment");

            migrationBuilder.DropTable(
                name: "article_category");

            migrationBuilder.DropTable(
                name: "article_reference");

            migrationBuilder.DropTable(
                name: "article_version");

            migrationBuilder.DropTable(
                name: "attachment");

            migrationBuilder.DropTable(
                name: "audit_payload");

            migrationBuilder.DropTable(
                name: "body_member");

            migrationBuilder.DropTable(
                name: "circular_file");

            migrationBuilder.DropTable(
                name: "circular_link");

            migrationBuilder.DropTable(
                name: "credit_name");

            migrationBuilder.DropTable(
                name: "data_protection_key");

            migrationBuilder.DropTable(
                name: "declared_total");

            migrationBuilder.DropTable(
                name: "document_version");

            migrationBuilder.DropTable(
                name: "edition_host");

            migrationBuilder.DropTable(
                name: "former_address");

            migrationBuilder.DropTable(
                name: "governance_rule");

            migrationBuilder.DropTable(
                name: "handout");

            migrationBuilder.DropTable(
                name: "handover_item");

            migrationBuilder.DropTable(
                name: "image_rendition");

            migrationBuilder.DropTable(
                name: "institution_name");

            migrationBuilder.DropTable(
                name: "invitation");

            migrationBuilder.DropTable(
                name: "job");

            migrationBuilder.DropTable(
                name: "lease");

            migrationBuilder.DropTable(
                name: "membership");

            migrationBuilder.DropTable(
                name: "memory_entry");

            migrationBuilder.DropTable(
                name: "memory_posting");

            migrationBuilder.DropTable(
                name: "memory_term");

            migrationBuilder.DropTable(
                name: "newsletter_letter");

            migrationBuilder.DropTable(
                name: "officer_contact");

            migrationBuilder.DropTable(
                name: "old_address");

            migrationBuilder.DropTable(
                name: "outbox_delivery");

            migrationBuilder.DropTable(
                name: "page_upload");

            migrationBuilder.DropTable(
                name: "preview_link");

            migrationBuilder.DropTable(
                name: "programme_institution");

            migrationBuilder.DropTable(
                name: "proposed_field");

            migrationBuilder.DropTable(
                name: "published_text");

            migrationBuilder.DropTable(
                name: "replaced_source");

            migrationBuilder.DropTable(
                name: "resolution_effect");

            migrationBuilder.DropTable(
                name: "return_line");

            migrationBuilder.DropTable(
                name: "revision_credit");

            migrationBuilder.DropTable(
                name: "role_grant");

            migrationBuilder.DropTable(
                name: "search_document");

            migrationBuilder.DropTable(
                name: "search_partition");

            migrationBuilder.DropTable(
                name: "search_posting");

            migrationBuilder.DropTable(
                name: "search_state");

            migrationBuilder.DropTable(
                name: "search_term");

            migrationBuilder.DropTable(
                name: "segment_comment");

            migrationBuilder.DropTable(
                name: "segment_text");

            migrationBuilder.DropTable(
                name: "session");

            migrationBuilder.DropTable(
                name: "settings");

            migrationBuilder.DropTable(
                name: "source_autosave");

            migrationBuilder.DropTable(
                name: "submission_file");

            migrationBuilder.DropTable(
                name: "table_draft");

            migrationBuilder.DropTable(
                name: "term");

            migrationBuilder.DropTable(
                name: "term_word");

            migrationBuilder.DropTable(
                name: "text_change");

            migrationBuilder.DropTable(
                name: "text_presence");

            migrationBuilder.DropTable(
                name: "topic_address");

            migrationBuilder.DropTable(
                name: "translation_digest");

            migrationBuilder.DropTable(
                name: "translation_task");

            migrationBuilder.DropTable(
                name: "application");

            migrationBuilder.DropTable(
                name: "audit_entry");

            migrationBuilder.DropTable(
                name: "circular_officer");

            migrationBuilder.DropTable(
                name: "document");

            migrationBuilder.DropTable(
                name: "handover");

            migrationBuilder.DropTable(
                name: "image");

            migrationBuilder.DropTable(
                name: "newsletter_issue");

            migrationBuilder.DropTable(
                name: "subscription");

            migrationBuilder.DropTable(
                name: "outbox_message");

            migrationBuilder.DropTable(
                name: "programme");

            migrationBuilder.DropTable(
                name: "proposal");

            migrationBuilder.DropTable(
                name: "resolution");

            migrationBuilder.DropTable(
                name: "return_draft");

            migrationBuilder.DropTable(
                name: "text_revision");

            migrationBuilder.DropTable(
                name: "text_segment");

            migrationBuilder.DropTable(
                name: "edition");

            migrationBuilder.DropTable(
                name: "news_submission");

            migrationBuilder.DropTable(
                name: "term_concept");

            migrationBuilder.DropTable(
                name: "topic");

            migrationBuilder.DropTable(
                name: "account");

            migrationBuilder.DropTable(
                name: "circular_receiver");

            migrationBuilder.DropTable(
                name: "seat");

            migrationBuilder.DropTable(
                name: "text_block");

            migrationBuilder.DropTable(
                name: "article");

            migrationBuilder.DropTable(
                name: "circular");

            migrationBuilder.DropTable(
                name: "institution");

            migrationBuilder.DropTable(
                name: "stored_file");

            migrationBuilder.DropTable(
                name: "body");

            migrationBuilder.DropTable(
                name: "translated_text");

            migrationBuilder.DropTable(
                name: "side");
        }
    }
}
