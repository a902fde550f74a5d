using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NhiPortal.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Actions",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Class = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Risk = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    ResourceType = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    MeaningfulFields = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Actions", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "AnchorStandings",
                columns: table => new
                {
                    Place = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Size = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: true),
                    FailingSince = table.Column<long>(type: "INTEGER", nullable: true),
                    Trouble = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AnchorStandings", x => x.Place);
                });

            migrationBuilder.CreateTable(
                name: "AuditEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    EventId = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: true),
                    ActorKind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    ActorId = table.Column<Guid>(type: "TEXT", nullable: false),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: true),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: true),
                    WorkloadId = table.Column<Guid>(type: "TEXT", nullable: true),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: true),
                    RequestId = table.Column<Guid>(type: "TEXT", nullable: true),
                    GrantId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Body = table.Column<string>(type: "TEXT", nullable: false),
                    LeafIndex = table.Column<long>(type: "INTEGER", nullable: true),
                    LeafHash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditEvents", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ChangeClock",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Value = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ChangeClock", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Changes",
                columns: table => new
                {
                    Seq = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Subject = table.Column<Guid>(type: "TEXT", nullable: false),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Changes", x => x.Seq);
                });

            migrationBuilder.CreateTable(
                name: "Checkpoints",
                columns: table => new
                {
                    Size = table.Column<long>(type: "INTEGER", nullable: false),
                    Root = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    SignedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Jws = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Checkpoints", x => x.Size);
                });

            migrationBuilder.CreateTable(
                name: "ControlRun",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Done = table.Column<int>(type: "INTEGER", nullable: false),
                    Total = table.Column<int>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ControlRun", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "DataProtectionKeys",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    FriendlyName = table.Column<string>(type: "TEXT", nullable: true),
                    Xml = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DataProtectionKeys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "EnforcementPoints",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Issuer = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EnforcementPoints", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "FindingCursor",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Seq = table.Column<long>(type: "INTEGER", nullable: false),
                    SweptAt = table.Column<long>(type: "INTEGER", nullable: false),
                    WholeRunAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LeasedUntil = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FindingCursor", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "IdempotentAnswers",
                columns: table => new
                {
                    Key = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    BodyHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Made = table.Column<Guid>(type: "TEXT", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IdempotentAnswers", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "Issuers",
                columns: table => new
                {
                    Issuer = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Audience = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    KeySetAddress = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    KeySet = table.Column<string>(type: "TEXT", nullable: true),
                    SubjectClaim = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Algorithms = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    SingleUse = table.Column<bool>(type: "INTEGER", nullable: false),
                    DevelopmentOnly = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Issuers", x => x.Issuer);
                });

            migrationBuilder.CreateTable(
                name: "Journal",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Lines = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Journal", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "LogAnchors",
                columns: table => new
                {
                    Size = table.Column<long>(type: "INTEGER", nullable: false),
                    Place = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Proof = table.Column<byte[]>(type: "BLOB", maxLength: 65536, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LogAnchors", x => new { x.Size, x.Place });
                });

            migrationBuilder.CreateTable(
                name: "LogArchives",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    First = table.Column<long>(type: "INTEGER", nullable: false),
                    End = table.Column<long>(type: "INTEGER", nullable: false),
                    CheckpointSize = table.Column<long>(type: "INTEGER", nullable: false),
                    File = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    OldestAt = table.Column<long>(type: "INTEGER", nullable: false),
                    NewestAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Before = table.Column<long>(type: "INTEGER", nullable: false),
                    WrittenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    AskedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    AskedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    AgreedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    AgreedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    AgreedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RemovedTo = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Trouble = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LogArchives", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "LogNodes",
                columns: table => new
                {
                    Level = table.Column<int>(type: "INTEGER", nullable: false),
                    Index = table.Column<long>(type: "INTEGER", nullable: false),
                    Hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LogNodes", x => new { x.Level, x.Index });
                });

            migrationBuilder.CreateTable(
                name: "LogState",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Size = table.Column<long>(type: "INTEGER", nullable: false),
                    Frontier = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LogState", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "LogTiles",
                columns: table => new
                {
                    Index = table.Column<long>(type: "INTEGER", nullable: false),
                    Hashes = table.Column<byte[]>(type: "BLOB", maxLength: 8192, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LogTiles", x => x.Index);
                });

            migrationBuilder.CreateTable(
                name: "MailServer",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    FailingSince = table.Column<long>(type: "INTEGER", nullable: true),
                    Fault = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Answer = table.Column<int>(type: "INTEGER", nullable: true),
                    Tries = table.Column<int>(type: "INTEGER", nullable: false),
                    NextTryAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LastSentAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ReturnedReadAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ReturnedFault = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MailServer", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "PeopleSyncs",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Source = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    StartedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Found = table.Column<int>(type: "INTEGER", nullable: false),
                    Created = table.Column<int>(type: "INTEGER", nullable: false),
                    Changed = table.Column<int>(type: "INTEGER", nullable: false),
                    Disabled = table.Column<int>(type: "INTEGER", nullable: false),
                    HaveLeft = table.Column<int>(type: "INTEGER", nullable: false),
                    Returned = table.Column<int>(type: "INTEGER", nullable: false),
                    Refused = table.Column<int>(type: "INTEGER", nullable: false),
                    Known = table.Column<int>(type: "INTEGER", nullable: false),
                    Going = table.Column<int>(type: "INTEGER", nullable: false),
                    Problem = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Lines = table.Column<string>(type: "TEXT", nullable: false),
                    MoreLines = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PeopleSyncs", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Policies",
                columns: table => new
                {
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Rules = table.Column<string>(type: "TEXT", nullable: false),
                    PublishedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    PublishedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    AgreedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Hands = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Policies", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "PolicyDrafts",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Rules = table.Column<string>(type: "TEXT", nullable: false),
                    BasedOn = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    SavedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SavedById = table.Column<Guid>(type: "TEXT", nullable: false),
                    Editors = table.Column<string>(type: "TEXT", nullable: false),
                    AskedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AskReason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    DeclinedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    DeclinedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DeclineReason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Token = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PolicyDrafts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ReturnCursor",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Seq = table.Column<long>(type: "INTEGER", nullable: false),
                    Looked = table.Column<long>(type: "INTEGER", nullable: false),
                    LeasedUntil = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReturnCursor", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "RevocationPauses",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    ById = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RevocationPauses", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "RotationPlans",
                columns: table => new
                {
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Rules = table.Column<string>(type: "TEXT", nullable: false),
                    Freezes = table.Column<string>(type: "TEXT", nullable: false),
                    MostSnoozes = table.Column<int>(type: "INTEGER", nullable: false),
                    LongestSnoozeDays = table.Column<int>(type: "INTEGER", nullable: false),
                    SavedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    SavedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RotationPlans", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "RotationProposals",
                columns: table => new
                {
                    Follows = table.Column<int>(type: "INTEGER", nullable: false),
                    Rules = table.Column<string>(type: "TEXT", nullable: false),
                    Freezes = table.Column<string>(type: "TEXT", nullable: false),
                    MostSnoozes = table.Column<int>(type: "INTEGER", nullable: false),
                    LongestSnoozeDays = table.Column<int>(type: "INTEGER", nullable: false),
                    ById = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Laxer = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RotationProposals", x => x.Follows);
                });

            migrationBuilder.CreateTable(
                name: "SeenTokens",
                columns: table => new
                {
                    Hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SeenTokens", x => x.Hash);
                });

            migrationBuilder.CreateTable(
                name: "Tenants",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    DirectoryId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Tenants", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "UnattendedPolicies",
                columns: table => new
                {
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    On = table.Column<bool>(type: "INTEGER", nullable: false),
                    ReportOnlyUntil = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Plan = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    SetById = table.Column<Guid>(type: "TEXT", nullable: true),
                    AgreedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    SetAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Proposal = table.Column<string>(type: "TEXT", maxLength: 3000, nullable: true),
                    LeasedUntil = table.Column<long>(type: "INTEGER", nullable: false),
                    SweptAt = table.Column<long>(type: "INTEGER", nullable: true),
                    StillUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UnattendedPolicies", x => x.Kind);
                });

            migrationBuilder.CreateTable(
                name: "AccessRuleDrafts",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Pack = table.Column<string>(type: "TEXT", nullable: false),
                    BasedOn = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    SavedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SavedById = table.Column<Guid>(type: "TEXT", nullable: false),
                    Editors = table.Column<string>(type: "TEXT", nullable: false),
                    AskedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AskReason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    DeclinedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    DeclinedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DeclineReason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Token = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AccessRuleDrafts", x => x.TenantId);
                    table.ForeignKey(
                        name: "FK_AccessRuleDrafts_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "AccessRuleVersions",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Pack = table.Column<string>(type: "TEXT", nullable: false),
                    PublishedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    PublishedById = table.Column<Guid>(type: "TEXT", nullable: false),
                    AgreedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AccessRuleVersions", x => new { x.TenantId, x.Number });
                    table.ForeignKey(
                        name: "FK_AccessRuleVersions_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ControlFailingLists",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Query = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Day = table.Column<int>(type: "INTEGER", nullable: false),
                    Packed = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ControlFailingLists", x => new { x.TenantId, x.Query, x.Day });
                    table.ForeignKey(
                        name: "FK_ControlFailingLists_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ControlFailings",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Query = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Thing = table.Column<Guid>(type: "TEXT", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Detail = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Since = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ControlFailings", x => new { x.Query, x.TenantId, x.Number });
                    table.ForeignKey(
                        name: "FK_ControlFailings_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ControlMeasures",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Query = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Day = table.Column<int>(type: "INTEGER", nullable: false),
                    MeasuredAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Population = table.Column<int>(type: "INTEGER", nullable: false),
                    Failing = table.Column<int>(type: "INTEGER", nullable: false),
                    Missing = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ControlMeasures", x => new { x.TenantId, x.Day, x.Query });
                    table.ForeignKey(
                        name: "FK_ControlMeasures_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "People",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ObjectId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false, collation: "NOCASE"),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false, collation: "NOCASE"),
                    Mail = table.Column<string>(type: "TEXT", maxLength: 320, nullable: false, collation: "NOCASE"),
                    Status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    InactiveSince = table.Column<long>(type: "INTEGER", nullable: true),
                    ManagerId = table.Column<Guid>(type: "TEXT", nullable: true),
                    External = table.Column<bool>(type: "INTEGER", nullable: false),
                    Source = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    UnreachableSince = table.Column<long>(type: "INTEGER", nullable: true),
                    MailReturnedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_People", x => x.Id);
                    table.ForeignKey(
                        name: "FK_People_People_ManagerId",
                        column: x => x.ManagerId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_People_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RegistrationClients",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Issuer = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RegistrationClients", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RegistrationClients_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RevocationBatches",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Step = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false),
                    Limit = table.Column<int>(type: "INTEGER", nullable: false),
                    Alive = table.Column<int>(type: "INTEGER", nullable: false),
                    StoppedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Answer = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    AnsweredById = table.Column<Guid>(type: "TEXT", nullable: true),
                    AnsweredAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RevocationBatches", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RevocationBatches_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "EngagementRooms",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Firm = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Purpose = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Framework = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    Sees = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    OpenedById = table.Column<Guid>(type: "TEXT", nullable: false),
                    OpenedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ClosedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EngagementRooms", x => x.Id);
                    table.ForeignKey(
                        name: "FK_EngagementRooms_People_ClosedById",
                        column: x => x.ClosedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_EngagementRooms_People_OpenedById",
                        column: x => x.OpenedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "EvidencePackages",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AskedById = table.Column<Guid>(type: "TEXT", nullable: false),
                    AskedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: true),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: true),
                    VendorId = table.Column<Guid>(type: "TEXT", nullable: true),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: true),
                    CampaignId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Framework = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Sees = table.Column<string>(type: "TEXT", nullable: true),
                    TreeSize = table.Column<long>(type: "INTEGER", nullable: false),
                    LatestSize = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Done = table.Column<long>(type: "INTEGER", nullable: false),
                    Total = table.Column<long>(type: "INTEGER", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    LeasedUntil = table.Column<long>(type: "INTEGER", nullable: false),
                    Events = table.Column<long>(type: "INTEGER", nullable: false),
                    Actions = table.Column<long>(type: "INTEGER", nullable: false),
                    Attributed = table.Column<long>(type: "INTEGER", nullable: false),
                    Bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    Sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Trouble = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EvidencePackages", x => x.Id);
                    table.ForeignKey(
                        name: "FK_EvidencePackages_People_AskedById",
                        column: x => x.AskedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Imports",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    FileName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ReadAs = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    ReadAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Complete = table.Column<bool>(type: "INTEGER", nullable: false),
                    ConfirmedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Created = table.Column<int>(type: "INTEGER", nullable: false),
                    Changed = table.Column<int>(type: "INTEGER", nullable: false),
                    Unchanged = table.Column<int>(type: "INTEGER", nullable: false),
                    Refused = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Imports", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Imports_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Letters",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Day = table.Column<int>(type: "INTEGER", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    WrittenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LeasedUntil = table.Column<long>(type: "INTEGER", nullable: false),
                    Tries = table.Column<int>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Answer = table.Column<int>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Letters", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Letters_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Notices",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Thing = table.Column<Guid>(type: "TEXT", nullable: false),
                    Day = table.Column<int>(type: "INTEGER", nullable: false),
                    RequestId = table.Column<Guid>(type: "TEXT", nullable: true),
                    OwnershipId = table.Column<Guid>(type: "TEXT", nullable: true),
                    DelegationId = table.Column<Guid>(type: "TEXT", nullable: true),
                    CredentialId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Title = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    Detail = table.Column<string>(type: "TEXT", maxLength: 600, nullable: false),
                    Link = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RaisedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SeenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SettledAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LetterId = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Notices", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Notices_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "QuestionSamples",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Question = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    QuestionVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    Address = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    Words = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    Population = table.Column<int>(type: "INTEGER", nullable: false),
                    PopulationSha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Seed = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    DrawnById = table.Column<Guid>(type: "TEXT", nullable: false),
                    DrawnBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    DrawnAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Sees = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    Size = table.Column<int>(type: "INTEGER", nullable: false),
                    Lines = table.Column<string>(type: "TEXT", nullable: false),
                    Sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_QuestionSamples", x => x.Id);
                    table.ForeignKey(
                        name: "FK_QuestionSamples_People_DrawnById",
                        column: x => x.DrawnById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ReminderChoices",
                columns: table => new
                {
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Zone = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    DigestHour = table.Column<int>(type: "INTEGER", nullable: false),
                    QuietFrom = table.Column<int>(type: "INTEGER", nullable: true),
                    QuietUntil = table.Column<int>(type: "INTEGER", nullable: true),
                    Kinds = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    NextDigestAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ChosenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReminderChoices", x => x.PersonId);
                    table.ForeignKey(
                        name: "FK_ReminderChoices_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ReviewCampaigns",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Plan = table.Column<string>(type: "TEXT", maxLength: 3000, nullable: false),
                    LeadId = table.Column<Guid>(type: "TEXT", nullable: false),
                    CreatedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EscalateAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ExtendedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ExtendedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    ExtendReason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    FirstDueAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Items = table.Column<int>(type: "INTEGER", nullable: false),
                    Stale = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    SeriesId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Turn = table.Column<int>(type: "INTEGER", nullable: false),
                    Anchor = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    NextOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Trouble = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    ClosingAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    EndReason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Quality = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    Rushed = table.Column<bool>(type: "INTEGER", nullable: false),
                    OrderedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SignedOffById = table.Column<Guid>(type: "TEXT", nullable: true),
                    SignedOffAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SignOffWords = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReviewCampaigns", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ReviewCampaigns_People_CreatedById",
                        column: x => x.CreatedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReviewCampaigns_People_EndedById",
                        column: x => x.EndedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReviewCampaigns_People_ExtendedById",
                        column: x => x.ExtendedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReviewCampaigns_People_LeadId",
                        column: x => x.LeadId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReviewCampaigns_People_SignedOffById",
                        column: x => x.SignedOffById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReviewCampaigns_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "SavedViews",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Place = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Query = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SavedViews", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SavedViews_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SeenRoles",
                columns: table => new
                {
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Role = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    SeenAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SeenRoles", x => new { x.PersonId, x.Role });
                    table.ForeignKey(
                        name: "FK_SeenRoles_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Targets",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false, collation: "NOCASE"),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false, collation: "NOCASE"),
                    Store = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Environment = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Criticality = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    DutyChiefId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Targets", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Targets_People_DutyChiefId",
                        column: x => x.DutyChiefId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Targets_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "TenantAccess",
                columns: table => new
                {
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TenantAccess", x => new { x.PersonId, x.TenantId });
                    table.ForeignKey(
                        name: "FK_TenantAccess_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_TenantAccess_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Vendors",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false, collation: "NOCASE"),
                    ContractOwnerId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Contact = table.Column<string>(type: "TEXT", maxLength: 320, nullable: true),
                    ContractEnds = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Vendors", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Vendors_People_ContractOwnerId",
                        column: x => x.ContractOwnerId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Vendors_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RoomItems",
                columns: table => new
                {
                    RoomId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    What = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    Title = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    AddedById = table.Column<Guid>(type: "TEXT", nullable: false),
                    AddedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RoomItems", x => new { x.RoomId, x.Number });
                    table.ForeignKey(
                        name: "FK_RoomItems_EngagementRooms_RoomId",
                        column: x => x.RoomId,
                        principalTable: "EngagementRooms",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RoomMembers",
                columns: table => new
                {
                    RoomId = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AdmittedById = table.Column<Guid>(type: "TEXT", nullable: false),
                    AdmittedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RoomMembers", x => new { x.RoomId, x.PersonId });
                    table.ForeignKey(
                        name: "FK_RoomMembers_EngagementRooms_RoomId",
                        column: x => x.RoomId,
                        principalTable: "EngagementRooms",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_RoomMembers_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RoomReads",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    RoomId = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    What = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RoomReads", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RoomReads_EngagementRooms_RoomId",
                        column: x => x.RoomId,
                        principalTable: "EngagementRooms",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_RoomReads_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "EvidenceParts",
                columns: table => new
                {
                    PackageId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Bytes = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EvidenceParts", x => new { x.PackageId, x.Number });
                    table.ForeignKey(
                        name: "FK_EvidenceParts_EvidencePackages_PackageId",
                        column: x => x.PackageId,
                        principalTable: "EvidencePackages",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ImportRows",
                columns: table => new
                {
                    ImportId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    Outcome = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Cells = table.Column<string>(type: "TEXT", nullable: false),
                    Changes = table.Column<string>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    Result = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    ResultReason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ImportRows", x => new { x.ImportId, x.Number });
                    table.ForeignKey(
                        name: "FK_ImportRows_Imports_ImportId",
                        column: x => x.ImportId,
                        principalTable: "Imports",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "BreakGlassDrills",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    DrilledAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Note = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    OwnersTold = table.Column<int>(type: "INTEGER", nullable: false),
                    SecurityTold = table.Column<int>(type: "INTEGER", nullable: false),
                    WithoutMail = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_BreakGlassDrills", x => x.Id);
                    table.ForeignKey(
                        name: "FK_BreakGlassDrills_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_BreakGlassDrills_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "GuardedTargets",
                columns: table => new
                {
                    EnforcementPointId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GuardedTargets", x => new { x.EnforcementPointId, x.TargetId });
                    table.ForeignKey(
                        name: "FK_GuardedTargets_EnforcementPoints_EnforcementPointId",
                        column: x => x.EnforcementPointId,
                        principalTable: "EnforcementPoints",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_GuardedTargets_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ReconciliationRuns",
                columns: table => new
                {
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Explained = table.Column<int>(type: "INTEGER", nullable: false),
                    NeverApproved = table.Column<int>(type: "INTEGER", nullable: false),
                    DoneOtherwise = table.Column<int>(type: "INTEGER", nullable: false),
                    Unexplained = table.Column<int>(type: "INTEGER", nullable: false),
                    Fault = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReconciliationRuns", x => new { x.TargetId, x.At });
                    table.ForeignKey(
                        name: "FK_ReconciliationRuns_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "TargetReadings",
                columns: table => new
                {
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Source = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    LastReadAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Accounts = table.Column<int>(type: "INTEGER", nullable: false),
                    LastTriedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastFault = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    TooFew = table.Column<bool>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TargetReadings", x => x.TargetId);
                    table.ForeignKey(
                        name: "FK_TargetReadings_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Integrations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false, collation: "NOCASE"),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false, collation: "NOCASE"),
                    Purpose = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Environment = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    StatusReason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    VendorId = table.Column<Guid>(type: "TEXT", nullable: true),
                    RegisteredAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndOfLife = table.Column<long>(type: "INTEGER", nullable: true),
                    Standing = table.Column<int>(type: "INTEGER", maxLength: 40, nullable: false),
                    RiskScore = table.Column<int>(type: "INTEGER", nullable: false),
                    CompareAt = table.Column<long>(type: "INTEGER", nullable: true),
                    CompareTries = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Integrations", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Integrations_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Integrations_Vendors_VendorId",
                        column: x => x.VendorId,
                        principalTable: "Vendors",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "VendorSystems",
                columns: table => new
                {
                    VendorId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_VendorSystems", x => new { x.VendorId, x.TargetId });
                    table.ForeignKey(
                        name: "FK_VendorSystems_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_VendorSystems_Vendors_VendorId",
                        column: x => x.VendorId,
                        principalTable: "Vendors",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Candidates",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    AccountName = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    NameIsExact = table.Column<bool>(type: "INTEGER", nullable: false),
                    DisplayName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    Administrator = table.Column<bool>(type: "INTEGER", nullable: false),
                    CanDo = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    OwnerHint = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    LikelyOwnerId = table.Column<Guid>(type: "TEXT", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastLoginAt = table.Column<long>(type: "INTEGER", nullable: true),
                    FirstSeenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    GoneAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: true),
                    DecidedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    DismissedUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Candidates", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Candidates_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Candidates_People_DecidedById",
                        column: x => x.DecidedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Candidates_People_LikelyOwnerId",
                        column: x => x.LikelyOwnerId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Candidates_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Candidates_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Findings",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Rule = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 250, nullable: false),
                    Severity = table.Column<int>(type: "INTEGER", maxLength: 40, nullable: false),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: true),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: true),
                    CredentialId = table.Column<Guid>(type: "TEXT", nullable: true),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Role = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Sentence = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    Facts = table.Column<string>(type: "TEXT", nullable: false),
                    Fixer = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    FixerId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Openings = table.Column<int>(type: "INTEGER", nullable: false),
                    FirstOpenedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    OpenedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    OpenedDay = table.Column<int>(type: "INTEGER", nullable: false),
                    ClosedDay = table.Column<int>(type: "INTEGER", nullable: true),
                    AssigneeId = table.Column<Guid>(type: "TEXT", nullable: true),
                    ExceptionAskedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    ExceptionAskedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ExceptionReason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    ExceptionControl = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    ExceptionUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    ExceptionAgreedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    ExceptionAgreedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Findings", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Findings_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Findings_People_AssigneeId",
                        column: x => x.AssigneeId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Findings_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Findings_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Gaps",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: true),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Role = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    OpenedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Gaps", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Gaps_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Gaps_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "LegalHolds",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: true),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    PlacedById = table.Column<Guid>(type: "TEXT", nullable: false),
                    PlacedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    PlacedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    EndedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndReason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LegalHolds", x => x.Id);
                    table.ForeignKey(
                        name: "FK_LegalHolds_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_LegalHolds_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Ownerships",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Role = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    DeputyId = table.Column<Guid>(type: "TEXT", nullable: true),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: true),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: true),
                    NominatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    NominatedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    AnswerBy = table.Column<long>(type: "INTEGER", nullable: false),
                    AcceptedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AttestedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AttestationDue = table.Column<long>(type: "INTEGER", nullable: true),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Closing = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    ClosingReason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    DeputyGoneAt = table.Column<long>(type: "INTEGER", nullable: true),
                    NobodyLeftAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LookAgainAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Ownerships", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Ownerships_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Ownerships_People_DeputyId",
                        column: x => x.DeputyId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Ownerships_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Ownerships_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Ownerships_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Paths",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ActionName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    ResourcePattern = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    ApprovedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RemovedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Paths", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Paths_Actions_ActionName",
                        column: x => x.ActionName,
                        principalTable: "Actions",
                        principalColumn: "Name",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Paths_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Paths_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Removals",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: false),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Change = table.Column<string>(type: "TEXT", maxLength: 3000, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    OrderedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    OrderedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Before = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    After = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Tries = table.Column<int>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ClaimedUntil = table.Column<long>(type: "INTEGER", nullable: false),
                    Trouble = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Removals", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Removals_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Removals_People_OrderedById",
                        column: x => x.OrderedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Removals_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Removals_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Revocations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 90, nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: true),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: true),
                    OwnershipId = table.Column<Guid>(type: "TEXT", nullable: true),
                    CredentialId = table.Column<Guid>(type: "TEXT", nullable: true),
                    GrantId = table.Column<Guid>(type: "TEXT", nullable: true),
                    UseId = table.Column<Guid>(type: "TEXT", nullable: true),
                    PathId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Label = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    OwnerId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Since = table.Column<long>(type: "INTEGER", nullable: false),
                    Why = table.Column<string>(type: "TEXT", maxLength: 600, nullable: false),
                    FoundAt = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Step = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    StepAt = table.Column<long>(type: "INTEGER", nullable: true),
                    NextAt = table.Column<long>(type: "INTEGER", nullable: true),
                    FrozenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AnnouncedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SuspendOn = table.Column<long>(type: "INTEGER", nullable: true),
                    RevokeOn = table.Column<long>(type: "INTEGER", nullable: true),
                    Waiting = table.Column<string>(type: "TEXT", maxLength: 600, nullable: true),
                    BatchId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    CheckAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Looks = table.Column<int>(type: "INTEGER", nullable: false),
                    StuckSince = table.Column<long>(type: "INTEGER", nullable: true),
                    Trouble = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    ConfirmedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    UndoUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndWords = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    EndedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    KeptUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    PausedUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    PausedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    PauseReason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Revocations", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Revocations_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Revocations_People_OwnerId",
                        column: x => x.OwnerId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Revocations_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Revocations_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Stops",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: true),
                    VendorId = table.Column<Guid>(type: "TEXT", nullable: true),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    ById = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    NeedsSecond = table.Column<bool>(type: "INTEGER", nullable: false),
                    PlannedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LiftAskedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    LiftAskedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LiftReason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    LiftedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    LiftedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Stops", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Stops_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Stops_People_ById",
                        column: x => x.ById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Stops_People_LiftAskedById",
                        column: x => x.LiftAskedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Stops_People_LiftedById",
                        column: x => x.LiftedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Stops_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Stops_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Stops_Vendors_VendorId",
                        column: x => x.VendorId,
                        principalTable: "Vendors",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "WebhookEndpoints",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Address = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Setting = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: true),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Events = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Active = table.Column<bool>(type: "INTEGER", nullable: false),
                    NextLeaf = table.Column<long>(type: "INTEGER", nullable: false),
                    KeyNumber = table.Column<int>(type: "INTEGER", nullable: false),
                    KeyMadeAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedById = table.Column<Guid>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebhookEndpoints", x => x.Id);
                    table.ForeignKey(
                        name: "FK_WebhookEndpoints_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_WebhookEndpoints_People_CreatedById",
                        column: x => x.CreatedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_WebhookEndpoints_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Workloads",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Issuer = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    AddedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RetiredAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Workloads", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Workloads_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RevocationItems",
                columns: table => new
                {
                    RevocationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Thing = table.Column<Guid>(type: "TEXT", nullable: false),
                    Label = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Way = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: true),
                    TakenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DoneById = table.Column<Guid>(type: "TEXT", nullable: true),
                    DoneAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Evidence = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    ConfirmedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ConfirmedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    Proof = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    RestoredAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RevocationItems", x => new { x.RevocationId, x.Number });
                    table.ForeignKey(
                        name: "FK_RevocationItems_Revocations_RevocationId",
                        column: x => x.RevocationId,
                        principalTable: "Revocations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RevocationSteps",
                columns: table => new
                {
                    RevocationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Step = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    BatchId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Words = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RevocationSteps", x => new { x.RevocationId, x.Number });
                    table.ForeignKey(
                        name: "FK_RevocationSteps_Revocations_RevocationId",
                        column: x => x.RevocationId,
                        principalTable: "Revocations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Deliveries",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    EndpointId = table.Column<Guid>(type: "TEXT", nullable: false),
                    EventId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    FirstLeaf = table.Column<long>(type: "INTEGER", nullable: true),
                    Leaves = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    WrittenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LeasedUntil = table.Column<long>(type: "INTEGER", nullable: false),
                    Tries = table.Column<int>(type: "INTEGER", nullable: false),
                    Attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    TriedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Answer = table.Column<int>(type: "INTEGER", nullable: true),
                    AnswerText = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Fault = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Deliveries", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Deliveries_WebhookEndpoints_EndpointId",
                        column: x => x.EndpointId,
                        principalTable: "WebhookEndpoints",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Credentials",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    WorkloadId = table.Column<Guid>(type: "TEXT", nullable: true),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Label = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    KeptIn = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    IssuedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LastRotatedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastUsedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastUsedFrom = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    ReadAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LongLived = table.Column<bool>(type: "INTEGER", nullable: false),
                    Shared = table.Column<bool>(type: "INTEGER", nullable: false),
                    BackupOwnerId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    RevokedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndReason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    SupersededById = table.Column<Guid>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    DemandedBy = table.Column<long>(type: "INTEGER", nullable: true),
                    DemandedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RenewedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Account = table.Column<string>(type: "TEXT", maxLength: 202, nullable: true),
                    OwnSchedule = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    ScheduledBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    ScheduledAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: true),
                    NoticeAt = table.Column<long>(type: "INTEGER", nullable: true),
                    GraceUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    SnoozedUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    Snoozes = table.Column<int>(type: "INTEGER", nullable: false),
                    PlannedBy = table.Column<int>(type: "INTEGER", nullable: false),
                    StartsItself = table.Column<bool>(type: "INTEGER", nullable: false),
                    OverlapHours = table.Column<int>(type: "INTEGER", nullable: false),
                    NotStarted = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    LookAgainAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Credentials", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Credentials_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Credentials_People_BackupOwnerId",
                        column: x => x.BackupOwnerId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Credentials_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Credentials_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Credentials_Workloads_WorkloadId",
                        column: x => x.WorkloadId,
                        principalTable: "Workloads",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Requests",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    WorkloadId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ActionName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Risk = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    ResourceType = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    ResourceId = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false, collation: "NOCASE"),
                    Parameters = table.Column<string>(type: "TEXT", nullable: false),
                    BindingHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Justification = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    Ticket = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true, collation: "NOCASE"),
                    RequestedMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    RequestedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    StartedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    Session = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    Emergency = table.Column<bool>(type: "INTEGER", nullable: false),
                    Brokered = table.Column<bool>(type: "INTEGER", nullable: false),
                    PolicyVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    PolicyRule = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    LongestMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    UseLimit = table.Column<int>(type: "INTEGER", nullable: true),
                    FirstUseMinutes = table.Column<int>(type: "INTEGER", nullable: true),
                    ControllerDays = table.Column<int>(type: "INTEGER", nullable: false),
                    Status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndReason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Basis = table.Column<string>(type: "TEXT", nullable: false),
                    FollowsId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Changes = table.Column<string>(type: "TEXT", nullable: false),
                    FoundOtherwise = table.Column<string>(type: "TEXT", nullable: false),
                    Terms = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    UnderId = table.Column<Guid>(type: "TEXT", nullable: true),
                    LookAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Unanswerable = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    UnanswerableSince = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Requests", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Requests_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Requests_Requests_FollowsId",
                        column: x => x.FollowsId,
                        principalTable: "Requests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Requests_Requests_UnderId",
                        column: x => x.UnderId,
                        principalTable: "Requests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Requests_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Requests_Workloads_WorkloadId",
                        column: x => x.WorkloadId,
                        principalTable: "Workloads",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ReviewItems",
                columns: table => new
                {
                    CampaignId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: true),
                    PathId = table.Column<Guid>(type: "TEXT", nullable: true),
                    CredentialId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Action = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Pattern = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    Risk = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Facts = table.Column<string>(type: "TEXT", nullable: false),
                    Recommended = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Reasons = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    Stage = table.Column<int>(type: "INTEGER", nullable: false),
                    Stages = table.Column<int>(type: "INTEGER", nullable: false),
                    ReviewerId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Reassigned = table.Column<bool>(type: "INTEGER", nullable: false),
                    EscalatedToId = table.Column<Guid>(type: "TEXT", nullable: true),
                    EscalatedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Drafted = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    SeenIndependently = table.Column<bool>(type: "INTEGER", nullable: false),
                    Answers = table.Column<int>(type: "INTEGER", nullable: false),
                    Outcome = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    OutcomeAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RotateBy = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    ReduceTo = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReviewItems", x => new { x.CampaignId, x.Number });
                    table.ForeignKey(
                        name: "FK_ReviewItems_Credentials_CredentialId",
                        column: x => x.CredentialId,
                        principalTable: "Credentials",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReviewItems_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReviewItems_Paths_PathId",
                        column: x => x.PathId,
                        principalTable: "Paths",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReviewItems_People_EscalatedToId",
                        column: x => x.EscalatedToId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReviewItems_People_ReviewerId",
                        column: x => x.ReviewerId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReviewItems_ReviewCampaigns_CampaignId",
                        column: x => x.CampaignId,
                        principalTable: "ReviewCampaigns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReviewItems_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReviewItems_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Rotations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    CredentialId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Way = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Reached = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    StartedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    NewKeptIn = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    NewExpiresAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SuccessorId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Account = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    NewAccount = table.Column<string>(type: "TEXT", maxLength: 202, nullable: true),
                    OverlapHours = table.Column<int>(type: "INTEGER", nullable: false),
                    SwitchAt = table.Column<long>(type: "INTEGER", nullable: true),
                    VaultVersion = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Touched = table.Column<bool>(type: "INTEGER", nullable: false),
                    ReplacedRefused = table.Column<bool>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ClaimedUntil = table.Column<long>(type: "INTEGER", nullable: false),
                    Tries = table.Column<int>(type: "INTEGER", nullable: false),
                    Trouble = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    StuckSince = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Rotations", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Rotations_Credentials_CredentialId",
                        column: x => x.CredentialId,
                        principalTable: "Credentials",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Rotations_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Rotations_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Rotations_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Decisions",
                columns: table => new
                {
                    RequestId = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ByBreakGlass = table.Column<bool>(type: "INTEGER", nullable: false),
                    ForId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Stage = table.Column<int>(type: "INTEGER", nullable: false),
                    Role = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Verdict = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Minutes = table.Column<int>(type: "INTEGER", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Saw = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Decisions", x => new { x.RequestId, x.PersonId, x.ByBreakGlass });
                    table.ForeignKey(
                        name: "FK_Decisions_People_ForId",
                        column: x => x.ForId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Decisions_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Decisions_Requests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "Requests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Delegations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    LenderId = table.Column<Guid>(type: "TEXT", nullable: false),
                    StandInId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Role = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    RequestId = table.Column<Guid>(type: "TEXT", nullable: true),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    OfferedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    AcceptedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Delegations", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Delegations_People_LenderId",
                        column: x => x.LenderId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Delegations_People_StandInId",
                        column: x => x.StandInId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Delegations_Requests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "Requests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Grants",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    RequestId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    WorkloadId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ActionName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    ResourceType = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    ResourceId = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false, collation: "NOCASE"),
                    BindingHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    BasisHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    UseLimit = table.Column<int>(type: "INTEGER", nullable: true),
                    FirstUseBy = table.Column<long>(type: "INTEGER", nullable: true),
                    Uses = table.Column<int>(type: "INTEGER", nullable: false),
                    LastUsedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    EndReason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    AsksAgain = table.Column<bool>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Grants", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Grants_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Grants_Requests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "Requests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Grants_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Grants_Workloads_WorkloadId",
                        column: x => x.WorkloadId,
                        principalTable: "Workloads",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "PreApprovals",
                columns: table => new
                {
                    RequestId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    WorkloadId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    ActionName = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    ResourceType = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    ResourcePattern = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    Parameters = table.Column<string>(type: "TEXT", nullable: false),
                    BasisHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    MostUses = table.Column<int>(type: "INTEGER", nullable: false),
                    MostPerDay = table.Column<int>(type: "INTEGER", nullable: false),
                    Uses = table.Column<int>(type: "INTEGER", nullable: false),
                    UsesOnLastDay = table.Column<int>(type: "INTEGER", nullable: false),
                    LastUsedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    EndReason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PreApprovals", x => x.RequestId);
                    table.ForeignKey(
                        name: "FK_PreApprovals_Requests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "Requests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "PrivilegeLines",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    Account = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    Holder = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    Class = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Sentence = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: true),
                    RequestId = table.Column<Guid>(type: "TEXT", nullable: true),
                    FirstSeenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ClassSince = table.Column<long>(type: "INTEGER", nullable: false),
                    GoneAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ExplainedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    ExplainedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Until = table.Column<long>(type: "INTEGER", nullable: true),
                    ForPersonId = table.Column<Guid>(type: "TEXT", nullable: true),
                    ForIntegrationId = table.Column<Guid>(type: "TEXT", nullable: true),
                    AgreedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    RemovalId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PrivilegeLines", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PrivilegeLines_Integrations_ForIntegrationId",
                        column: x => x.ForIntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_PrivilegeLines_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_PrivilegeLines_People_AgreedById",
                        column: x => x.AgreedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_PrivilegeLines_People_ExplainedById",
                        column: x => x.ExplainedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_PrivilegeLines_People_ForPersonId",
                        column: x => x.ForPersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_PrivilegeLines_Removals_RemovalId",
                        column: x => x.RemovalId,
                        principalTable: "Removals",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_PrivilegeLines_Requests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "Requests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_PrivilegeLines_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_PrivilegeLines_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RequestEscalations",
                columns: table => new
                {
                    RequestId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Stage = table.Column<int>(type: "INTEGER", nullable: false),
                    Step = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    WaitedMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    To = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RequestEscalations", x => new { x.RequestId, x.Stage, x.Step });
                    table.ForeignKey(
                        name: "FK_RequestEscalations_Requests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "Requests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RequestQuestions",
                columns: table => new
                {
                    RequestId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    AskedById = table.Column<Guid>(type: "TEXT", nullable: false),
                    Words = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiryBefore = table.Column<long>(type: "INTEGER", nullable: false),
                    Answer = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    AnsweredById = table.Column<Guid>(type: "TEXT", nullable: true),
                    AnsweredAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RequestQuestions", x => new { x.RequestId, x.Number });
                    table.ForeignKey(
                        name: "FK_RequestQuestions_People_AnsweredById",
                        column: x => x.AnsweredById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_RequestQuestions_People_AskedById",
                        column: x => x.AskedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_RequestQuestions_Requests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "Requests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RequestStages",
                columns: table => new
                {
                    RequestId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false),
                    Role = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Quorum = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RequestStages", x => new { x.RequestId, x.Number });
                    table.ForeignKey(
                        name: "FK_RequestStages_Requests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "Requests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RequestWatches",
                columns: table => new
                {
                    RequestId = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Since = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RequestWatches", x => new { x.RequestId, x.PersonId });
                    table.ForeignKey(
                        name: "FK_RequestWatches_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_RequestWatches_Requests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "Requests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ReviewDecisions",
                columns: table => new
                {
                    CampaignId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ItemNumber = table.Column<int>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Stage = table.Column<int>(type: "INTEGER", nullable: false),
                    Answer = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ForId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Tie = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    TieWords = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    RotateBy = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    ReduceTo = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    ToId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Seconds = table.Column<int>(type: "INTEGER", nullable: false),
                    Bulk = table.Column<bool>(type: "INTEGER", nullable: false),
                    DraftedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SubmittedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReviewDecisions", x => new { x.CampaignId, x.ItemNumber, x.Number });
                    table.ForeignKey(
                        name: "FK_ReviewDecisions_People_ForId",
                        column: x => x.ForId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReviewDecisions_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReviewDecisions_People_ToId",
                        column: x => x.ToId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReviewDecisions_ReviewItems_CampaignId_ItemNumber",
                        columns: x => new { x.CampaignId, x.ItemNumber },
                        principalTable: "ReviewItems",
                        principalColumns: new[] { "CampaignId", "Number" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RotationAttempts",
                columns: table => new
                {
                    RotationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Step = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Succeeded = table.Column<bool>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Evidence = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Link = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RotationAttempts", x => new { x.RotationId, x.Number });
                    table.ForeignKey(
                        name: "FK_RotationAttempts_Rotations_RotationId",
                        column: x => x.RotationId,
                        principalTable: "Rotations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "BreakGlassUses",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    RequestId = table.Column<Guid>(type: "TEXT", nullable: false),
                    GrantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Standing = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    ForId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    SetAside = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    UsedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    ReviewDue = table.Column<long>(type: "INTEGER", nullable: false),
                    OverdueAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ReviewedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ReviewedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    WhatHappened = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    WhatChanged = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Needed = table.Column<bool>(type: "INTEGER", nullable: true),
                    Evidence = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Rotated = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    RotatedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    RotatedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_BreakGlassUses", x => x.Id);
                    table.ForeignKey(
                        name: "FK_BreakGlassUses_Grants_GrantId",
                        column: x => x.GrantId,
                        principalTable: "Grants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_BreakGlassUses_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_BreakGlassUses_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_BreakGlassUses_People_ReviewedById",
                        column: x => x.ReviewedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_BreakGlassUses_Requests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "Requests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_BreakGlassUses_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "CarryOuts",
                columns: table => new
                {
                    CampaignId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ItemNumber = table.Column<int>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    What = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: true),
                    GrantId = table.Column<Guid>(type: "TEXT", nullable: true),
                    RemovalId = table.Column<Guid>(type: "TEXT", nullable: true),
                    WhoId = table.Column<Guid>(type: "TEXT", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Trouble = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    OrderedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DoneAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Proof = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    ConfirmedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CarryOuts", x => new { x.CampaignId, x.ItemNumber, x.Number });
                    table.ForeignKey(
                        name: "FK_CarryOuts_Grants_GrantId",
                        column: x => x.GrantId,
                        principalTable: "Grants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CarryOuts_People_ConfirmedById",
                        column: x => x.ConfirmedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CarryOuts_People_WhoId",
                        column: x => x.WhoId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CarryOuts_Removals_RemovalId",
                        column: x => x.RemovalId,
                        principalTable: "Removals",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CarryOuts_ReviewItems_CampaignId_ItemNumber",
                        columns: x => new { x.CampaignId, x.ItemNumber },
                        principalTable: "ReviewItems",
                        principalColumns: new[] { "CampaignId", "Number" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CarryOuts_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Executions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    GrantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    RequestId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Change = table.Column<string>(type: "TEXT", maxLength: 3000, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Before = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Sent = table.Column<bool>(type: "INTEGER", nullable: false),
                    After = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Tries = table.Column<int>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ClaimedUntil = table.Column<long>(type: "INTEGER", nullable: false),
                    ClaimedSubject = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    Trouble = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    StuckSince = table.Column<long>(type: "INTEGER", nullable: true),
                    AppliedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Drifted = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Executions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Executions_Grants_GrantId",
                        column: x => x.GrantId,
                        principalTable: "Grants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Executions_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Executions_Requests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "Requests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Executions_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "StopLines",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    StopId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    What = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    IntegrationId = table.Column<Guid>(type: "TEXT", nullable: true),
                    TargetId = table.Column<Guid>(type: "TEXT", nullable: false),
                    GrantId = table.Column<Guid>(type: "TEXT", nullable: true),
                    RemovalId = table.Column<Guid>(type: "TEXT", nullable: true),
                    WhoId = table.Column<Guid>(type: "TEXT", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Trouble = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    NextTryAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ConfirmedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StopLines", x => x.Id);
                    table.ForeignKey(
                        name: "FK_StopLines_Grants_GrantId",
                        column: x => x.GrantId,
                        principalTable: "Grants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_StopLines_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_StopLines_People_ConfirmedById",
                        column: x => x.ConfirmedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_StopLines_People_WhoId",
                        column: x => x.WhoId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_StopLines_Removals_RemovalId",
                        column: x => x.RemovalId,
                        principalTable: "Removals",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_StopLines_Stops_StopId",
                        column: x => x.StopId,
                        principalTable: "Stops",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_StopLines_Targets_TargetId",
                        column: x => x.TargetId,
                        principalTable: "Targets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ExecutionAttempts",
                columns: table => new
                {
                    ExecutionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Reverting = table.Column<bool>(type: "INTEGER", nullable: false),
                    Outcome = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Sentence = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Shown = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ExecutionAttempts", x => new { x.ExecutionId, x.Number });
                    table.ForeignKey(
                        name: "FK_ExecutionAttempts_Executions_ExecutionId",
                        column: x => x.ExecutionId,
                        principalTable: "Executions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.InsertData(
                table: "ChangeClock",
                columns: new[] { "Id", "Value" },
                values: new object[] { 1, 0L });

            migrationBuilder.InsertData(
                table: "ControlRun",
                columns: new[] { "Id", "AskedAt", "Done", "EndedAt", "StartedAt", "Total" },
                values: new object[] { 1, null, 0, null, null, 0 });

            migrationBuilder.InsertData(
                table: "FindingCursor",
                columns: new[] { "Id", "LeasedUntil", "Seq", "SweptAt", "WholeRunAt" },
                values: new object[] { 1, 0L, 0L, 0L, null });

            migrationBuilder.InsertData(
                table: "LogState",
                columns: new[] { "Id", "Frontier", "Size", "Version" },
                values: new object[] { 1, new byte[0], 0L, 0L });

            migrationBuilder.InsertData(
                table: "MailServer",
                columns: new[] { "Id", "Answer", "FailingSince", "Fault", "LastSentAt", "NextTryAt", "ReturnedFault", "ReturnedReadAt", "Tries" },
                values: new object[] { 1, null, null, null, null, 0L, null, null, 0 });

            migrationBuilder.InsertData(
                table: "ReturnCursor",
                columns: new[] { "Id", "LeasedUntil", "Looked", "Seq" },
                values: new object[] { 1, 0L, 0L, 0L });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_ActorId_Id",
                table: "AuditEvents",
                columns: new[] { "ActorId", "Id" },
                filter: "[ActorKind] = 'Person'");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_At",
                table: "AuditEvents",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_EventId",
                table: "AuditEvents",
                column: "EventId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_IntegrationId_Id",
                table: "AuditEvents",
                columns: new[] { "IntegrationId", "Id" },
                filter: "[IntegrationId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_Kind_Id",
                table: "AuditEvents",
                columns: new[] { "Kind", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_LeafIndex",
                table: "AuditEvents",
                column: "LeafIndex",
                unique: true,
                filter: "[LeafIndex] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_PersonId_Id",
                table: "AuditEvents",
                columns: new[] { "PersonId", "Id" },
                filter: "[PersonId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_RequestId_Id",
                table: "AuditEvents",
                columns: new[] { "RequestId", "Id" },
                filter: "[RequestId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_TargetId_Id",
                table: "AuditEvents",
                columns: new[] { "TargetId", "Id" },
                filter: "[TargetId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_Waiting",
                table: "AuditEvents",
                column: "Id",
                filter: "[LeafIndex] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_BreakGlassDrills_PersonId",
                table: "BreakGlassDrills",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_BreakGlassDrills_TargetId_DrilledAt",
                table: "BreakGlassDrills",
                columns: new[] { "TargetId", "DrilledAt" });

            migrationBuilder.CreateIndex(
                name: "IX_BreakGlassUses_GrantId",
                table: "BreakGlassUses",
                column: "GrantId");

            migrationBuilder.CreateIndex(
                name: "IX_BreakGlassUses_IntegrationId",
                table: "BreakGlassUses",
                column: "IntegrationId");

            migrationBuilder.CreateIndex(
                name: "IX_BreakGlassUses_PersonId",
                table: "BreakGlassUses",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_BreakGlassUses_RequestId",
                table: "BreakGlassUses",
                column: "RequestId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_BreakGlassUses_ReviewedAt_ReviewDue",
                table: "BreakGlassUses",
                columns: new[] { "ReviewedAt", "ReviewDue" });

            migrationBuilder.CreateIndex(
                name: "IX_BreakGlassUses_ReviewedById",
                table: "BreakGlassUses",
                column: "ReviewedById");

            migrationBuilder.CreateIndex(
                name: "IX_BreakGlassUses_TargetId",
                table: "BreakGlassUses",
                column: "TargetId",
                unique: true,
                filter: "[ReviewedAt] IS NULL AND [Standing] <> 'DutyChief'");

            migrationBuilder.CreateIndex(
                name: "IX_BreakGlassUses_TargetId_ReviewedAt",
                table: "BreakGlassUses",
                columns: new[] { "TargetId", "ReviewedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_BreakGlassUses_TenantId_UsedAt",
                table: "BreakGlassUses",
                columns: new[] { "TenantId", "UsedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_BreakGlassUses_UsedAt",
                table: "BreakGlassUses",
                column: "UsedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Candidates_DecidedById",
                table: "Candidates",
                column: "DecidedById");

            migrationBuilder.CreateIndex(
                name: "IX_Candidates_IntegrationId",
                table: "Candidates",
                column: "IntegrationId");

            migrationBuilder.CreateIndex(
                name: "IX_Candidates_LikelyOwnerId",
                table: "Candidates",
                column: "LikelyOwnerId");

            migrationBuilder.CreateIndex(
                name: "IX_Candidates_Status_Administrator_FirstSeenAt",
                table: "Candidates",
                columns: new[] { "Status", "Administrator", "FirstSeenAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Candidates_TargetId_AccountId",
                table: "Candidates",
                columns: new[] { "TargetId", "AccountId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Candidates_TargetId_Administrator_Status",
                table: "Candidates",
                columns: new[] { "TargetId", "Administrator", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_Candidates_TenantId",
                table: "Candidates",
                column: "TenantId");

            migrationBuilder.CreateIndex(
                name: "IX_CarryOuts_CampaignId_State_ItemNumber",
                table: "CarryOuts",
                columns: new[] { "CampaignId", "State", "ItemNumber" });

            migrationBuilder.CreateIndex(
                name: "IX_CarryOuts_ConfirmedById",
                table: "CarryOuts",
                column: "ConfirmedById");

            migrationBuilder.CreateIndex(
                name: "IX_CarryOuts_GrantId",
                table: "CarryOuts",
                column: "GrantId");

            migrationBuilder.CreateIndex(
                name: "IX_CarryOuts_Open",
                table: "CarryOuts",
                columns: new[] { "CampaignId", "DueAt" },
                filter: "[DoneAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_CarryOuts_RemovalId",
                table: "CarryOuts",
                column: "RemovalId");

            migrationBuilder.CreateIndex(
                name: "IX_CarryOuts_TargetId",
                table: "CarryOuts",
                column: "TargetId");

            migrationBuilder.CreateIndex(
                name: "IX_CarryOuts_WhoId",
                table: "CarryOuts",
                column: "WhoId",
                filter: "[WhoId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Changes_At",
                table: "Changes",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_ControlFailings_TenantId",
                table: "ControlFailings",
                column: "TenantId");

            migrationBuilder.CreateIndex(
                name: "IX_ControlMeasures_Day",
                table: "ControlMeasures",
                column: "Day");

            migrationBuilder.CreateIndex(
                name: "IX_Credentials_BackupOwnerId",
                table: "Credentials",
                column: "BackupOwnerId");

            migrationBuilder.CreateIndex(
                name: "IX_Credentials_ExpiresAt",
                table: "Credentials",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_Credentials_ExpiresAt_Id_TenantId_Status_Kind",
                table: "Credentials",
                columns: new[] { "ExpiresAt", "Id", "TenantId", "Status", "Kind" });

            migrationBuilder.CreateIndex(
                name: "IX_Credentials_IntegrationId_Status_DueAt",
                table: "Credentials",
                columns: new[] { "IntegrationId", "Status", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Credentials_KeptIn_Kind",
                table: "Credentials",
                columns: new[] { "KeptIn", "Kind" });

            migrationBuilder.CreateIndex(
                name: "IX_Credentials_Label_Id_TenantId_Status_Kind",
                table: "Credentials",
                columns: new[] { "Label", "Id", "TenantId", "Status", "Kind" });

            migrationBuilder.CreateIndex(
                name: "IX_Credentials_LastUsedAt_Id_TenantId_Status_Kind",
                table: "Credentials",
                columns: new[] { "LastUsedAt", "Id", "TenantId", "Status", "Kind" });

            migrationBuilder.CreateIndex(
                name: "IX_Credentials_StartsItself_DueAt",
                table: "Credentials",
                columns: new[] { "StartsItself", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Credentials_Status_DueAt_Id_TenantId_Kind_NoticeAt_LongLived_Shared",
                table: "Credentials",
                columns: new[] { "Status", "DueAt", "Id", "TenantId", "Kind", "NoticeAt", "LongLived", "Shared" });

            migrationBuilder.CreateIndex(
                name: "IX_Credentials_Status_PlannedBy",
                table: "Credentials",
                columns: new[] { "Status", "PlannedBy" });

            migrationBuilder.CreateIndex(
                name: "IX_Credentials_Status_RevokedAt_Id_TenantId",
                table: "Credentials",
                columns: new[] { "Status", "RevokedAt", "Id", "TenantId" });

            migrationBuilder.CreateIndex(
                name: "IX_Credentials_TargetId",
                table: "Credentials",
                column: "TargetId");

            migrationBuilder.CreateIndex(
                name: "IX_Credentials_TenantId_Status_DueAt_Id_Kind_NoticeAt_LongLived_Shared",
                table: "Credentials",
                columns: new[] { "TenantId", "Status", "DueAt", "Id", "Kind", "NoticeAt", "LongLived", "Shared" });

            migrationBuilder.CreateIndex(
                name: "IX_Credentials_WorkloadId",
                table: "Credentials",
                column: "WorkloadId");

            migrationBuilder.CreateIndex(
                name: "IX_Decisions_ForId",
                table: "Decisions",
                column: "ForId");

            migrationBuilder.CreateIndex(
                name: "IX_Decisions_PersonId_DecidedAt",
                table: "Decisions",
                columns: new[] { "PersonId", "DecidedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Delegations_ClosedAt_Until",
                table: "Delegations",
                columns: new[] { "ClosedAt", "Until" });

            migrationBuilder.CreateIndex(
                name: "IX_Delegations_LenderId_Until",
                table: "Delegations",
                columns: new[] { "LenderId", "Until" });

            migrationBuilder.CreateIndex(
                name: "IX_Delegations_RequestId",
                table: "Delegations",
                column: "RequestId");

            migrationBuilder.CreateIndex(
                name: "IX_Delegations_StandInId_Until",
                table: "Delegations",
                columns: new[] { "StandInId", "Until" });

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_EndedAt",
                table: "Deliveries",
                column: "EndedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_EndpointId_EventId",
                table: "Deliveries",
                columns: new[] { "EndpointId", "EventId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_EndpointId_State_EndedAt",
                table: "Deliveries",
                columns: new[] { "EndpointId", "State", "EndedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_EndpointId_WrittenAt_Id",
                table: "Deliveries",
                columns: new[] { "EndpointId", "WrittenAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_State_DueAt_EndpointId",
                table: "Deliveries",
                columns: new[] { "State", "DueAt", "EndpointId" });

            migrationBuilder.CreateIndex(
                name: "IX_EnforcementPoints_Issuer_Subject",
                table: "EnforcementPoints",
                columns: new[] { "Issuer", "Subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_EnforcementPoints_Key",
                table: "EnforcementPoints",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_EngagementRooms_ClosedById",
                table: "EngagementRooms",
                column: "ClosedById");

            migrationBuilder.CreateIndex(
                name: "IX_EngagementRooms_OpenedAt",
                table: "EngagementRooms",
                column: "OpenedAt");

            migrationBuilder.CreateIndex(
                name: "IX_EngagementRooms_OpenedById",
                table: "EngagementRooms",
                column: "OpenedById");

            migrationBuilder.CreateIndex(
                name: "IX_EvidencePackages_AskedAt",
                table: "EvidencePackages",
                column: "AskedAt");

            migrationBuilder.CreateIndex(
                name: "IX_EvidencePackages_AskedById",
                table: "EvidencePackages",
                column: "AskedById");

            migrationBuilder.CreateIndex(
                name: "IX_EvidencePackages_State_AskedAt",
                table: "EvidencePackages",
                columns: new[] { "State", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Executions_ClaimedSubject",
                table: "Executions",
                column: "ClaimedSubject",
                unique: true,
                filter: "[ClaimedSubject] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Executions_DueAt_State_ClaimedUntil",
                table: "Executions",
                columns: new[] { "DueAt", "State", "ClaimedUntil" },
                filter: "[EndedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Executions_GrantId",
                table: "Executions",
                column: "GrantId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Executions_IntegrationId",
                table: "Executions",
                column: "IntegrationId",
                filter: "[StuckSince] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Executions_RequestId",
                table: "Executions",
                column: "RequestId");

            migrationBuilder.CreateIndex(
                name: "IX_Executions_Subject_State",
                table: "Executions",
                columns: new[] { "Subject", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Executions_TargetId_DueAt",
                table: "Executions",
                columns: new[] { "TargetId", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Findings_AssigneeId_Status",
                table: "Findings",
                columns: new[] { "AssigneeId", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_Findings_ExceptionUntil",
                table: "Findings",
                column: "ExceptionUntil",
                filter: "[ExceptionUntil] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Findings_FixerId_Status",
                table: "Findings",
                columns: new[] { "FixerId", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_Findings_IntegrationId",
                table: "Findings",
                column: "IntegrationId");

            migrationBuilder.CreateIndex(
                name: "IX_Findings_Rule_Status_Severity_DueAt_Id_TenantId",
                table: "Findings",
                columns: new[] { "Rule", "Status", "Severity", "DueAt", "Id", "TenantId" },
                descending: new[] { false, false, true, false, false, false });

            migrationBuilder.CreateIndex(
                name: "IX_Findings_Status_Severity_DueAt_Id_TenantId_Rule",
                table: "Findings",
                columns: new[] { "Status", "Severity", "DueAt", "Id", "TenantId", "Rule" },
                descending: new[] { false, true, false, false, false, false });

            migrationBuilder.CreateIndex(
                name: "IX_Findings_Subject_Rule",
                table: "Findings",
                columns: new[] { "Subject", "Rule" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Findings_TargetId",
                table: "Findings",
                column: "TargetId");

            migrationBuilder.CreateIndex(
                name: "IX_Findings_TenantId_OpenedDay_ClosedDay_Severity",
                table: "Findings",
                columns: new[] { "TenantId", "OpenedDay", "ClosedDay", "Severity" });

            migrationBuilder.CreateIndex(
                name: "IX_Gaps_ClosedAt_OpenedAt_Id_TenantId",
                table: "Gaps",
                columns: new[] { "ClosedAt", "OpenedAt", "Id", "TenantId" });

            migrationBuilder.CreateIndex(
                name: "IX_Gaps_IntegrationId_Role",
                table: "Gaps",
                columns: new[] { "IntegrationId", "Role" },
                unique: true,
                filter: "[ClosedAt] IS NULL AND [IntegrationId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Gaps_TargetId_Role",
                table: "Gaps",
                columns: new[] { "TargetId", "Role" },
                unique: true,
                filter: "[ClosedAt] IS NULL AND [TargetId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Grants_From_Id_TenantId",
                table: "Grants",
                columns: new[] { "From", "Id", "TenantId" });

            migrationBuilder.CreateIndex(
                name: "IX_Grants_IntegrationId_Until_Status",
                table: "Grants",
                columns: new[] { "IntegrationId", "Until", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_Grants_RequestId",
                table: "Grants",
                column: "RequestId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Grants_ResourceId",
                table: "Grants",
                column: "ResourceId");

            migrationBuilder.CreateIndex(
                name: "IX_Grants_Status_Until_Id_TenantId",
                table: "Grants",
                columns: new[] { "Status", "Until", "Id", "TenantId" });

            migrationBuilder.CreateIndex(
                name: "IX_Grants_TargetId_Until_Status",
                table: "Grants",
                columns: new[] { "TargetId", "Until", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_Grants_TenantId_From_Id",
                table: "Grants",
                columns: new[] { "TenantId", "From", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Grants_TenantId_Status_Until_Id",
                table: "Grants",
                columns: new[] { "TenantId", "Status", "Until", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Grants_TenantId_Until_Id_Status",
                table: "Grants",
                columns: new[] { "TenantId", "Until", "Id", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_Grants_Until_Id_TenantId_Status",
                table: "Grants",
                columns: new[] { "Until", "Id", "TenantId", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_Grants_WorkloadId",
                table: "Grants",
                column: "WorkloadId");

            migrationBuilder.CreateIndex(
                name: "IX_GuardedTargets_TargetId",
                table: "GuardedTargets",
                column: "TargetId");

            migrationBuilder.CreateIndex(
                name: "IX_IdempotentAnswers_Until",
                table: "IdempotentAnswers",
                column: "Until");

            migrationBuilder.CreateIndex(
                name: "IX_ImportRows_ImportId_Outcome_Number",
                table: "ImportRows",
                columns: new[] { "ImportId", "Outcome", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Imports_ExpiresAt",
                table: "Imports",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_Imports_PersonId_Kind",
                table: "Imports",
                columns: new[] { "PersonId", "Kind" });

            migrationBuilder.CreateIndex(
                name: "IX_Integrations_CompareAt_Id",
                table: "Integrations",
                columns: new[] { "CompareAt", "Id" },
                filter: "[CompareAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Integrations_Environment_Name_Id_TenantId_Standing_Kind_Status_RiskScore_Key",
                table: "Integrations",
                columns: new[] { "Environment", "Name", "Id", "TenantId", "Standing", "Kind", "Status", "RiskScore", "Key" });

            migrationBuilder.CreateIndex(
                name: "IX_Integrations_Key",
                table: "Integrations",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Integrations_Kind_Name_Id_TenantId_Standing_Environment_Status_RiskScore_Key",
                table: "Integrations",
                columns: new[] { "Kind", "Name", "Id", "TenantId", "Standing", "Environment", "Status", "RiskScore", "Key" });

            migrationBuilder.CreateIndex(
                name: "IX_Integrations_Name_Id_TenantId_Standing_Kind_Environment_Status_RiskScore_Key",
                table: "Integrations",
                columns: new[] { "Name", "Id", "TenantId", "Standing", "Kind", "Environment", "Status", "RiskScore", "Key" });

            migrationBuilder.CreateIndex(
                name: "IX_Integrations_RiskScore_Name_Id_TenantId_Standing_Kind_Environment_Status_Key",
                table: "Integrations",
                columns: new[] { "RiskScore", "Name", "Id", "TenantId", "Standing", "Kind", "Environment", "Status", "Key" });

            migrationBuilder.CreateIndex(
                name: "IX_Integrations_Standing_Name_Id_TenantId_Kind_Environment_Status_RiskScore_Key",
                table: "Integrations",
                columns: new[] { "Standing", "Name", "Id", "TenantId", "Kind", "Environment", "Status", "RiskScore", "Key" });

            migrationBuilder.CreateIndex(
                name: "IX_Integrations_Status_Name_Id_TenantId_Standing_Kind_Environment_RiskScore_Key",
                table: "Integrations",
                columns: new[] { "Status", "Name", "Id", "TenantId", "Standing", "Kind", "Environment", "RiskScore", "Key" });

            migrationBuilder.CreateIndex(
                name: "IX_Integrations_TenantId_Name_Id_Standing_Kind_Environment_Status_RiskScore_Key",
                table: "Integrations",
                columns: new[] { "TenantId", "Name", "Id", "Standing", "Kind", "Environment", "Status", "RiskScore", "Key" });

            migrationBuilder.CreateIndex(
                name: "IX_Integrations_TenantId_RiskScore_Name_Id_Standing_Kind_Environment_Status_Key",
                table: "Integrations",
                columns: new[] { "TenantId", "RiskScore", "Name", "Id", "Standing", "Kind", "Environment", "Status", "Key" });

            migrationBuilder.CreateIndex(
                name: "IX_Integrations_TenantId_Standing_Kind_Environment_Status_RiskScore",
                table: "Integrations",
                columns: new[] { "TenantId", "Standing", "Kind", "Environment", "Status", "RiskScore" });

            migrationBuilder.CreateIndex(
                name: "IX_Integrations_TenantId_Standing_Name_Id_Kind_Environment_Status_RiskScore_Key",
                table: "Integrations",
                columns: new[] { "TenantId", "Standing", "Name", "Id", "Kind", "Environment", "Status", "RiskScore", "Key" });

            migrationBuilder.CreateIndex(
                name: "IX_Integrations_VendorId",
                table: "Integrations",
                column: "VendorId");

            migrationBuilder.CreateIndex(
                name: "IX_LegalHolds_EndedAt",
                table: "LegalHolds",
                column: "EndedAt");

            migrationBuilder.CreateIndex(
                name: "IX_LegalHolds_IntegrationId",
                table: "LegalHolds",
                column: "IntegrationId");

            migrationBuilder.CreateIndex(
                name: "IX_LegalHolds_TenantId",
                table: "LegalHolds",
                column: "TenantId");

            migrationBuilder.CreateIndex(
                name: "IX_Letters_EndedAt",
                table: "Letters",
                column: "EndedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Letters_PersonId_Day",
                table: "Letters",
                columns: new[] { "PersonId", "Day" },
                unique: true,
                filter: "[Day] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Letters_PersonId_State",
                table: "Letters",
                columns: new[] { "PersonId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Letters_State_DueAt",
                table: "Letters",
                columns: new[] { "State", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_LogArchives_First",
                table: "LogArchives",
                column: "First",
                unique: true,
                filter: "[State] <> 'Discarded'");

            migrationBuilder.CreateIndex(
                name: "IX_Notices_CredentialId",
                table: "Notices",
                column: "CredentialId",
                filter: "[CredentialId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Notices_DelegationId",
                table: "Notices",
                column: "DelegationId",
                filter: "[DelegationId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Notices_LetterId",
                table: "Notices",
                column: "LetterId");

            migrationBuilder.CreateIndex(
                name: "IX_Notices_OwnershipId",
                table: "Notices",
                column: "OwnershipId",
                filter: "[OwnershipId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Notices_PersonId_Kind_Thing_Day",
                table: "Notices",
                columns: new[] { "PersonId", "Kind", "Thing", "Day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Notices_PersonId_SettledAt_RaisedAt_Id",
                table: "Notices",
                columns: new[] { "PersonId", "SettledAt", "RaisedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Notices_RequestId",
                table: "Notices",
                column: "RequestId",
                filter: "[SettledAt] IS NULL AND [RequestId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Notices_SettledAt",
                table: "Notices",
                column: "SettledAt");

            migrationBuilder.CreateIndex(
                name: "IX_Ownerships_AnswerBy",
                table: "Ownerships",
                column: "AnswerBy",
                filter: "[ClosedAt] IS NULL AND [AcceptedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Ownerships_AttestationDue_TenantId",
                table: "Ownerships",
                columns: new[] { "AttestationDue", "TenantId" },
                filter: "[ClosedAt] IS NULL AND [AcceptedAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Ownerships_DeputyId",
                table: "Ownerships",
                column: "DeputyId");

            migrationBuilder.CreateIndex(
                name: "IX_Ownerships_IntegrationHolder",
                table: "Ownerships",
                columns: new[] { "IntegrationId", "Role" },
                unique: true,
                filter: "[ClosedAt] IS NULL AND [AcceptedAt] IS NOT NULL AND [IntegrationId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Ownerships_IntegrationId_AttestedAt",
                table: "Ownerships",
                columns: new[] { "IntegrationId", "AttestedAt" },
                filter: "[ClosedAt] IS NULL AND [IntegrationId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Ownerships_IntegrationId_NominatedAt",
                table: "Ownerships",
                columns: new[] { "IntegrationId", "NominatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Ownerships_IntegrationNominee",
                table: "Ownerships",
                columns: new[] { "IntegrationId", "Role" },
                unique: true,
                filter: "[ClosedAt] IS NULL AND [AcceptedAt] IS NULL AND [IntegrationId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Ownerships_LookAgainAt",
                table: "Ownerships",
                column: "LookAgainAt",
                filter: "[LookAgainAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Ownerships_NobodyLeftAt",
                table: "Ownerships",
                column: "NobodyLeftAt",
                filter: "[NobodyLeftAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Ownerships_PersonId_ClosedAt_IntegrationId_TargetId",
                table: "Ownerships",
                columns: new[] { "PersonId", "ClosedAt", "IntegrationId", "TargetId" });

            migrationBuilder.CreateIndex(
                name: "IX_Ownerships_TargetHolder",
                table: "Ownerships",
                columns: new[] { "TargetId", "Role" },
                unique: true,
                filter: "[ClosedAt] IS NULL AND [AcceptedAt] IS NOT NULL AND [TargetId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Ownerships_TargetId_NominatedAt",
                table: "Ownerships",
                columns: new[] { "TargetId", "NominatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Ownerships_TargetNominee",
                table: "Ownerships",
                columns: new[] { "TargetId", "Role" },
                unique: true,
                filter: "[ClosedAt] IS NULL AND [AcceptedAt] IS NULL AND [TargetId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Ownerships_TenantId",
                table: "Ownerships",
                column: "TenantId");

            migrationBuilder.CreateIndex(
                name: "IX_Paths_ActionName",
                table: "Paths",
                column: "ActionName");

            migrationBuilder.CreateIndex(
                name: "IX_Paths_IntegrationId_TargetId_RemovedAt",
                table: "Paths",
                columns: new[] { "IntegrationId", "TargetId", "RemovedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Paths_TargetId_IntegrationId_RemovedAt",
                table: "Paths",
                columns: new[] { "TargetId", "IntegrationId", "RemovedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_People_Mail",
                table: "People",
                column: "Mail");

            migrationBuilder.CreateIndex(
                name: "IX_People_ManagerId",
                table: "People",
                column: "ManagerId");

            migrationBuilder.CreateIndex(
                name: "IX_People_Name_Id",
                table: "People",
                columns: new[] { "Name", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_People_ObjectId",
                table: "People",
                column: "ObjectId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_People_Status_Name_Id",
                table: "People",
                columns: new[] { "Status", "Name", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_People_TenantId_Name_Id",
                table: "People",
                columns: new[] { "TenantId", "Name", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_People_UnreachableSince",
                table: "People",
                column: "UnreachableSince",
                filter: "[UnreachableSince] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_PeopleSyncs_EndedAt",
                table: "PeopleSyncs",
                column: "EndedAt");

            migrationBuilder.CreateIndex(
                name: "IX_PreApprovals_IntegrationId_Status",
                table: "PreApprovals",
                columns: new[] { "IntegrationId", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_PreApprovals_Status_Until_RequestId_TenantId",
                table: "PreApprovals",
                columns: new[] { "Status", "Until", "RequestId", "TenantId" });

            migrationBuilder.CreateIndex(
                name: "IX_PreApprovals_TenantId_Status_Until_RequestId",
                table: "PreApprovals",
                columns: new[] { "TenantId", "Status", "Until", "RequestId" });

            migrationBuilder.CreateIndex(
                name: "IX_PreApprovals_WorkloadId_Status",
                table: "PreApprovals",
                columns: new[] { "WorkloadId", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_PrivilegeLines_AgreedById",
                table: "PrivilegeLines",
                column: "AgreedById");

            migrationBuilder.CreateIndex(
                name: "IX_PrivilegeLines_ExplainedById",
                table: "PrivilegeLines",
                column: "ExplainedById");

            migrationBuilder.CreateIndex(
                name: "IX_PrivilegeLines_ForIntegrationId",
                table: "PrivilegeLines",
                column: "ForIntegrationId");

            migrationBuilder.CreateIndex(
                name: "IX_PrivilegeLines_ForPersonId",
                table: "PrivilegeLines",
                column: "ForPersonId");

            migrationBuilder.CreateIndex(
                name: "IX_PrivilegeLines_GoneAt_Class_FirstSeenAt_TenantId",
                table: "PrivilegeLines",
                columns: new[] { "GoneAt", "Class", "FirstSeenAt", "TenantId" });

            migrationBuilder.CreateIndex(
                name: "IX_PrivilegeLines_IntegrationId",
                table: "PrivilegeLines",
                column: "IntegrationId");

            migrationBuilder.CreateIndex(
                name: "IX_PrivilegeLines_RemovalId",
                table: "PrivilegeLines",
                column: "RemovalId");

            migrationBuilder.CreateIndex(
                name: "IX_PrivilegeLines_RequestId",
                table: "PrivilegeLines",
                column: "RequestId");

            migrationBuilder.CreateIndex(
                name: "IX_PrivilegeLines_TargetId_AccountId_Holder",
                table: "PrivilegeLines",
                columns: new[] { "TargetId", "AccountId", "Holder" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PrivilegeLines_TargetId_GoneAt_Class",
                table: "PrivilegeLines",
                columns: new[] { "TargetId", "GoneAt", "Class" });

            migrationBuilder.CreateIndex(
                name: "IX_PrivilegeLines_TenantId",
                table: "PrivilegeLines",
                column: "TenantId");

            migrationBuilder.CreateIndex(
                name: "IX_QuestionSamples_DrawnAt",
                table: "QuestionSamples",
                column: "DrawnAt");

            migrationBuilder.CreateIndex(
                name: "IX_QuestionSamples_DrawnById",
                table: "QuestionSamples",
                column: "DrawnById");

            migrationBuilder.CreateIndex(
                name: "IX_QuestionSamples_Question_DrawnAt",
                table: "QuestionSamples",
                columns: new[] { "Question", "DrawnAt" });

            migrationBuilder.CreateIndex(
                name: "IX_RegistrationClients_Issuer_Subject",
                table: "RegistrationClients",
                columns: new[] { "Issuer", "Subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_RegistrationClients_Key",
                table: "RegistrationClients",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_RegistrationClients_TenantId",
                table: "RegistrationClients",
                column: "TenantId");

            migrationBuilder.CreateIndex(
                name: "IX_ReminderChoices_NextDigestAt",
                table: "ReminderChoices",
                column: "NextDigestAt");

            migrationBuilder.CreateIndex(
                name: "IX_Removals_DueAt",
                table: "Removals",
                column: "DueAt",
                filter: "[EndedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Removals_IntegrationId",
                table: "Removals",
                column: "IntegrationId");

            migrationBuilder.CreateIndex(
                name: "IX_Removals_OrderedAt",
                table: "Removals",
                column: "OrderedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Removals_OrderedById",
                table: "Removals",
                column: "OrderedById");

            migrationBuilder.CreateIndex(
                name: "IX_Removals_Subject",
                table: "Removals",
                column: "Subject",
                unique: true,
                filter: "[EndedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Removals_TargetId",
                table: "Removals",
                column: "TargetId");

            migrationBuilder.CreateIndex(
                name: "IX_Removals_TenantId",
                table: "Removals",
                column: "TenantId");

            migrationBuilder.CreateIndex(
                name: "IX_RequestQuestions_AnsweredById",
                table: "RequestQuestions",
                column: "AnsweredById");

            migrationBuilder.CreateIndex(
                name: "IX_RequestQuestions_AskedById",
                table: "RequestQuestions",
                column: "AskedById");

            migrationBuilder.CreateIndex(
                name: "IX_Requests_AskedAt_Id_TenantId",
                table: "Requests",
                columns: new[] { "AskedAt", "Id", "TenantId" });

            migrationBuilder.CreateIndex(
                name: "IX_Requests_FollowsId",
                table: "Requests",
                column: "FollowsId",
                unique: true,
                filter: "[FollowsId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Requests_IntegrationId",
                table: "Requests",
                column: "IntegrationId",
                filter: "[UnanswerableSince] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Requests_IntegrationId_AskedAt",
                table: "Requests",
                columns: new[] { "IntegrationId", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Requests_LookAt",
                table: "Requests",
                column: "LookAt",
                filter: "[Status] = 'Pending'");

            migrationBuilder.CreateIndex(
                name: "IX_Requests_RequestedById",
                table: "Requests",
                column: "RequestedById");

            migrationBuilder.CreateIndex(
                name: "IX_Requests_ResourceId",
                table: "Requests",
                column: "ResourceId");

            migrationBuilder.CreateIndex(
                name: "IX_Requests_Status_AskedAt_Id_TenantId",
                table: "Requests",
                columns: new[] { "Status", "AskedAt", "Id", "TenantId" });

            migrationBuilder.CreateIndex(
                name: "IX_Requests_Status_ExpiresAt_Id_TenantId_IntegrationId_TargetId_AskedAt",
                table: "Requests",
                columns: new[] { "Status", "ExpiresAt", "Id", "TenantId", "IntegrationId", "TargetId", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Requests_TargetId_AskedAt",
                table: "Requests",
                columns: new[] { "TargetId", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Requests_TenantId_AskedAt_Id",
                table: "Requests",
                columns: new[] { "TenantId", "AskedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Requests_Ticket",
                table: "Requests",
                column: "Ticket");

            migrationBuilder.CreateIndex(
                name: "IX_Requests_UnderId_AskedAt",
                table: "Requests",
                columns: new[] { "UnderId", "AskedAt" },
                filter: "[UnderId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Requests_WorkloadId_BindingHash",
                table: "Requests",
                columns: new[] { "WorkloadId", "BindingHash" },
                unique: true,
                filter: "[Status] = 'Pending'");

            migrationBuilder.CreateIndex(
                name: "IX_RequestWatches_PersonId",
                table: "RequestWatches",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_ReviewCampaigns_CreatedById",
                table: "ReviewCampaigns",
                column: "CreatedById");

            migrationBuilder.CreateIndex(
                name: "IX_ReviewCampaigns_EndedById",
                table: "ReviewCampaigns",
                column: "EndedById");

            migrationBuilder.CreateIndex(
                name: "IX_ReviewCampaigns_ExtendedById",
                table: "ReviewCampaigns",
                column: "ExtendedById");

            migrationBuilder.CreateIndex(
                name: "IX_ReviewCampaigns_LeadId",
                table: "ReviewCampaigns",
                column: "LeadId");

            migrationBuilder.CreateIndex(
                name: "IX_ReviewCampaigns_NextOn",
                table: "ReviewCampaigns",
                column: "NextOn",
                filter: "[NextOn] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ReviewCampaigns_SeriesId_Turn",
                table: "ReviewCampaigns",
                columns: new[] { "SeriesId", "Turn" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ReviewCampaigns_SignedOffById",
                table: "ReviewCampaigns",
                column: "SignedOffById");

            migrationBuilder.CreateIndex(
                name: "IX_ReviewCampaigns_State_DueAt",
                table: "ReviewCampaigns",
                columns: new[] { "State", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ReviewCampaigns_TenantId_CreatedAt",
                table: "ReviewCampaigns",
                columns: new[] { "TenantId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ReviewDecisions_CampaignId_PersonId_SubmittedAt",
                table: "ReviewDecisions",
                columns: new[] { "CampaignId", "PersonId", "SubmittedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ReviewDecisions_ForId",
                table: "ReviewDecisions",
                column: "ForId");

            migrationBuilder.CreateIndex(
                name: "IX_ReviewDecisions_PersonId",
                table: "ReviewDecisions",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_ReviewDecisions_ToId",
                table: "ReviewDecisions",
                column: "ToId");

            migrationBuilder.CreateIndex(
                name: "IX_ReviewItems_CampaignId_ReviewerId_Outcome",
                table: "ReviewItems",
                columns: new[] { "CampaignId", "ReviewerId", "Outcome" });

            migrationBuilder.CreateIndex(
                name: "IX_ReviewItems_CampaignId_Risk_Outcome",
                table: "ReviewItems",
                columns: new[] { "CampaignId", "Risk", "Outcome" });

            migrationBuilder.CreateIndex(
                name: "IX_ReviewItems_CampaignId_TargetId_Outcome",
                table: "ReviewItems",
                columns: new[] { "CampaignId", "TargetId", "Outcome" });

            migrationBuilder.CreateIndex(
                name: "IX_ReviewItems_CredentialId",
                table: "ReviewItems",
                column: "CredentialId");

            migrationBuilder.CreateIndex(
                name: "IX_ReviewItems_EscalatedToId_CampaignId_Number",
                table: "ReviewItems",
                columns: new[] { "EscalatedToId", "CampaignId", "Number" },
                filter: "[EscalatedToId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ReviewItems_IntegrationId_OutcomeAt",
                table: "ReviewItems",
                columns: new[] { "IntegrationId", "OutcomeAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ReviewItems_OutcomeAt_CampaignId_Number",
                table: "ReviewItems",
                columns: new[] { "OutcomeAt", "CampaignId", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_ReviewItems_PathId",
                table: "ReviewItems",
                column: "PathId");

            migrationBuilder.CreateIndex(
                name: "IX_ReviewItems_TargetId",
                table: "ReviewItems",
                column: "TargetId");

            migrationBuilder.CreateIndex(
                name: "IX_ReviewItems_TenantId",
                table: "ReviewItems",
                column: "TenantId");

            migrationBuilder.CreateIndex(
                name: "IX_ReviewItems_Waiting",
                table: "ReviewItems",
                columns: new[] { "ReviewerId", "CampaignId", "Number" },
                filter: "[Outcome] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_RevocationBatches_TenantId_Kind_Step",
                table: "RevocationBatches",
                columns: new[] { "TenantId", "Kind", "Step" },
                unique: true,
                filter: "[Answer] = 'Waiting'");

            migrationBuilder.CreateIndex(
                name: "IX_RevocationPauses_TenantId_Until",
                table: "RevocationPauses",
                columns: new[] { "TenantId", "Until" });

            migrationBuilder.CreateIndex(
                name: "IX_Revocations_BatchId",
                table: "Revocations",
                column: "BatchId",
                filter: "[BatchId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Revocations_CheckAt",
                table: "Revocations",
                column: "CheckAt",
                filter: "[CheckAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Revocations_CredentialId",
                table: "Revocations",
                column: "CredentialId",
                filter: "[CredentialId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Revocations_GrantId",
                table: "Revocations",
                column: "GrantId",
                filter: "[GrantId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Revocations_IntegrationId_EndedAt",
                table: "Revocations",
                columns: new[] { "IntegrationId", "EndedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Revocations_Kind_State_NextAt",
                table: "Revocations",
                columns: new[] { "Kind", "State", "NextAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Revocations_OwnerId_EndedAt",
                table: "Revocations",
                columns: new[] { "OwnerId", "EndedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Revocations_OwnershipId",
                table: "Revocations",
                column: "OwnershipId",
                filter: "[OwnershipId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Revocations_PathId",
                table: "Revocations",
                column: "PathId",
                filter: "[PathId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Revocations_Subject",
                table: "Revocations",
                column: "Subject",
                unique: true,
                filter: "[EndedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Revocations_TargetId_EndedAt",
                table: "Revocations",
                columns: new[] { "TargetId", "EndedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Revocations_TenantId_EndedAt_NextAt",
                table: "Revocations",
                columns: new[] { "TenantId", "EndedAt", "NextAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Revocations_UseId",
                table: "Revocations",
                column: "UseId",
                filter: "[UseId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_RevocationSteps_TenantId_Kind_Step_At",
                table: "RevocationSteps",
                columns: new[] { "TenantId", "Kind", "Step", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_RoomMembers_PersonId",
                table: "RoomMembers",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_RoomReads_PersonId",
                table: "RoomReads",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_RoomReads_RoomId_Id",
                table: "RoomReads",
                columns: new[] { "RoomId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Rotations_CredentialId",
                table: "Rotations",
                column: "CredentialId",
                unique: true,
                filter: "[EndedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Rotations_CredentialId_StartedAt",
                table: "Rotations",
                columns: new[] { "CredentialId", "StartedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Rotations_EndedAt_DueAt",
                table: "Rotations",
                columns: new[] { "EndedAt", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Rotations_IntegrationId",
                table: "Rotations",
                column: "IntegrationId");

            migrationBuilder.CreateIndex(
                name: "IX_Rotations_TargetId",
                table: "Rotations",
                column: "TargetId");

            migrationBuilder.CreateIndex(
                name: "IX_Rotations_TenantId_EndedAt_StartedAt",
                table: "Rotations",
                columns: new[] { "TenantId", "EndedAt", "StartedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_SavedViews_PersonId_Place_Name",
                table: "SavedViews",
                columns: new[] { "PersonId", "Place", "Name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SeenRoles_Role_SeenAt",
                table: "SeenRoles",
                columns: new[] { "Role", "SeenAt" });

            migrationBuilder.CreateIndex(
                name: "IX_SeenTokens_Until",
                table: "SeenTokens",
                column: "Until");

            migrationBuilder.CreateIndex(
                name: "IX_StopLines_ConfirmedById",
                table: "StopLines",
                column: "ConfirmedById");

            migrationBuilder.CreateIndex(
                name: "IX_StopLines_DueAt_TargetId",
                table: "StopLines",
                columns: new[] { "DueAt", "TargetId" },
                filter: "[EndedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_StopLines_GrantId",
                table: "StopLines",
                column: "GrantId");

            migrationBuilder.CreateIndex(
                name: "IX_StopLines_IntegrationId_StopId",
                table: "StopLines",
                columns: new[] { "IntegrationId", "StopId" });

            migrationBuilder.CreateIndex(
                name: "IX_StopLines_RemovalId",
                table: "StopLines",
                column: "RemovalId");

            migrationBuilder.CreateIndex(
                name: "IX_StopLines_StopId_Kind_Subject",
                table: "StopLines",
                columns: new[] { "StopId", "Kind", "Subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_StopLines_StopId_State",
                table: "StopLines",
                columns: new[] { "StopId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_StopLines_TargetId_StopId",
                table: "StopLines",
                columns: new[] { "TargetId", "StopId" });

            migrationBuilder.CreateIndex(
                name: "IX_StopLines_WhoId",
                table: "StopLines",
                column: "WhoId");

            migrationBuilder.CreateIndex(
                name: "IX_Stops_ById",
                table: "Stops",
                column: "ById");

            migrationBuilder.CreateIndex(
                name: "IX_Stops_IntegrationId",
                table: "Stops",
                column: "IntegrationId",
                unique: true,
                filter: "[LiftedAt] IS NULL AND [IntegrationId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Stops_LiftAskedById",
                table: "Stops",
                column: "LiftAskedById");

            migrationBuilder.CreateIndex(
                name: "IX_Stops_LiftedAt_At_TenantId",
                table: "Stops",
                columns: new[] { "LiftedAt", "At", "TenantId" });

            migrationBuilder.CreateIndex(
                name: "IX_Stops_LiftedById",
                table: "Stops",
                column: "LiftedById");

            migrationBuilder.CreateIndex(
                name: "IX_Stops_TargetId",
                table: "Stops",
                column: "TargetId",
                unique: true,
                filter: "[LiftedAt] IS NULL AND [TargetId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Stops_TenantId_Scope",
                table: "Stops",
                columns: new[] { "TenantId", "Scope" },
                unique: true,
                filter: "[LiftedAt] IS NULL AND [Scope] = 'Tenant'");

            migrationBuilder.CreateIndex(
                name: "IX_Stops_VendorId",
                table: "Stops",
                column: "VendorId",
                unique: true,
                filter: "[LiftedAt] IS NULL AND [VendorId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Targets_DutyChiefId",
                table: "Targets",
                column: "DutyChiefId");

            migrationBuilder.CreateIndex(
                name: "IX_Targets_Key",
                table: "Targets",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Targets_Name",
                table: "Targets",
                column: "Name");

            migrationBuilder.CreateIndex(
                name: "IX_Targets_TenantId",
                table: "Targets",
                column: "TenantId");

            migrationBuilder.CreateIndex(
                name: "IX_TenantAccess_TenantId",
                table: "TenantAccess",
                column: "TenantId");

            migrationBuilder.CreateIndex(
                name: "IX_Tenants_Key",
                table: "Tenants",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Vendors_ContractOwnerId",
                table: "Vendors",
                column: "ContractOwnerId");

            migrationBuilder.CreateIndex(
                name: "IX_Vendors_Key",
                table: "Vendors",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Vendors_Name",
                table: "Vendors",
                column: "Name");

            migrationBuilder.CreateIndex(
                name: "IX_Vendors_TenantId",
                table: "Vendors",
                column: "TenantId");

            migrationBuilder.CreateIndex(
                name: "IX_VendorSystems_TargetId",
                table: "VendorSystems",
                column: "TargetId");

            migrationBuilder.CreateIndex(
                name: "IX_WebhookEndpoints_CreatedById",
                table: "WebhookEndpoints",
                column: "CreatedById");

            migrationBuilder.CreateIndex(
                name: "IX_WebhookEndpoints_IntegrationId",
                table: "WebhookEndpoints",
                column: "IntegrationId");

            migrationBuilder.CreateIndex(
                name: "IX_WebhookEndpoints_Name",
                table: "WebhookEndpoints",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WebhookEndpoints_TenantId",
                table: "WebhookEndpoints",
                column: "TenantId");

            migrationBuilder.CreateIndex(
                name: "IX_Workloads_IntegrationId",
                table: "Workloads",
                column: "IntegrationId");

            migrationBuilder.CreateIndex(
                name: "IX_Workloads_Issuer_Subject",
                table: "Workloads",
                columns: new[] { "Issuer", "Subject" },
                unique: true,
                filter: "[RetiredAt] IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AccessRuleDrafts");

            migrationBuilder.DropTable(
                name: "AccessRuleVersions");

            migrationBuilder.DropTable(
                name: "AnchorStandings");

            migrationBuilder.DropTable(
                name: "AuditEvents");

            migrationBuilder.DropTable(
                name: "BreakGlassDrills");

            migrationBuilder.DropTable(
                name: "BreakGlassUses");

            migrationBuilder.DropTable(
                name: "Candidates");

            migrationBuilder.DropTable(
                name: "CarryOuts");

            migrationBuilder.DropTable(
                name: "ChangeClock");

            migrationBuilder.DropTable(
                name: "Changes");

            migrationBuilder.DropTable(
                name: "Checkpoints");

            migrationBuilder.DropTable(
                name: "ControlFailingLists");

            migrationBuilder.DropTable(
                name: "ControlFailings");

            migrationBuilder.DropTable(
                name: "ControlMeasures");

            migrationBuilder.DropTable(
                name: "ControlRun");

            migrationBuilder.DropTable(
                name: "DataProtectionKeys");

            migrationBuilder.DropTable(
                name: "Decisions");

            migrationBuilder.DropTable(
                name: "Delegations");

            migrationBuilder.DropTable(
                name: "Deliveries");

            migrationBuilder.DropTable(
                name: "EvidenceParts");

            migrationBuilder.DropTable(
                name: "ExecutionAttempts");

            migrationBuilder.DropTable(
                name: "FindingCursor");

            migrationBuilder.DropTable(
                name: "Findings");

            migrationBuilder.DropTable(
                name: "Gaps");

            migrationBuilder.DropTable(
                name: "GuardedTargets");

            migrationBuilder.DropTable(
                name: "IdempotentAnswers");

            migrationBuilder.DropTable(
                name: "ImportRows");

            migrationBuilder.DropTable(
                name: "Issuers");

            migrationBuilder.DropTable(
                name: "Journal");

            migrationBuilder.DropTable(
                name: "LegalHolds");

            migrationBuilder.DropTable(
                name: "Letters");

            migrationBuilder.DropTable(
                name: "LogAnchors");

            migrationBuilder.DropTable(
                name: "LogArchives");

            migrationBuilder.DropTable(
                name: "LogNodes");

            migrationBuilder.DropTable(
                name: "LogState");

            migrationBuilder.DropTable(
                name: "LogTiles");

            migrationBuilder.DropTable(
                name: "MailServer");

            migrationBuilder.DropTable(
                name: "Notices");

            migrationBuilder.DropTable(
                name: "Ownerships");

            migrationBuilder.DropTable(
                name: "PeopleSyncs");

            migrationBuilder.DropTable(
                name: "Policies");

            migrationBuilder.DropTable(
                name: "PolicyDrafts");

            migrationBuilder.DropTable(
                name: "PreApprovals");

            migrationBuilder.DropTable(
                name: "PrivilegeLines");

            migrationBuilder.DropTable(
                name: "QuestionSamples");

            migrationBuilder.DropTable(
                name: "ReconciliationRuns");

            migrationBuilder.DropTable(
                name: "RegistrationClients");

            migrationBuilder.DropTable(
                name: "ReminderChoices");

            migrationBuilder.DropTable(
                name: "RequestEscalations");

            migrationBuilder.DropTable(
                name: "RequestQuestions");

            migrationBuilder.DropTable(
                name: "RequestStages");

            migrationBuilder.DropTable(
                name: "RequestWatches");

            migrationBuilder.DropTable(
                name: "ReturnCursor");

            migrationBuilder.DropTable(
                name: "ReviewDecisions");

            migrationBuilder.DropTable(
                name: "RevocationBatches");

            migrationBuilder.DropTable(
                name: "RevocationItems");

            migrationBuilder.DropTable(
                name: "RevocationPauses");

            migrationBuilder.DropTable(
                name: "RevocationSteps");

            migrationBuilder.DropTable(
                name: "RoomItems");

            migrationBuilder.DropTable(
                name: "RoomMembers");

            migrationBuilder.DropTable(
                name: "RoomReads");

            migrationBuilder.DropTable(
                name: "RotationAttempts");

            migrationBuilder.DropTable(
                name: "RotationPlans");

            migrationBuilder.DropTable(
                name: "RotationProposals");

            migrationBuilder.DropTable(
                name: "SavedViews");

            migrationBuilder.DropTable(
                name: "SeenRoles");

            migrationBuilder.DropTable(
                name: "SeenTokens");

            migrationBuilder.DropTable(
                name: "StopLines");

            migrationBuilder.DropTable(
                name: "TargetReadings");

            migrationBuilder.DropTable(
                name: "TenantAccess");

            migrationBuilder.DropTable(
                name: "UnattendedPolicies");

            migrationBuilder.DropTable(
                name: "VendorSystems");

            migrationBuilder.DropTable(
                name: "WebhookEndpoints");

            migrationBuilder.DropTable(
                name: "EvidencePackages");

            migrationBuilder.DropTable(
                name: "Executions");

            migrationBuilder.DropTable(
                name: "EnforcementPoints");

            migrationBuilder.DropTable(
                name: "Imports");

            migrationBuilder.DropTable(
                name: "ReviewItems");

            migrationBuilder.DropTable(
                name: "Revocations");

            migrationBuilder.DropTable(
                name: "EngagementRooms");

            migrationBuilder.DropTable(
                name: "Rotations");

            migrationBuilder.DropTable(
                name: "Removals");

            migrationBuilder.DropTable(
                name: "Stops");

            migrationBuilder.DropTable(
                name: "Grants");

            migrationBuilder.DropTable(
                name: "Paths");

            migrationBuilder.DropTable(
                name: "ReviewCampaigns");

            migrationBuilder.DropTable(
                name: "Credentials");

            migrationBuilder.DropTable(
                name: "Requests");

            migrationBuilder.DropTable(
                name: "Actions");

            migrationBuilder.DropTable(
                name: "Targets");

            migrationBuilder.DropTable(
                name: "Workloads");

            migrationBuilder.DropTable(
                name: "Integrations");

            migrationBuilder.DropTable(
                name: "Vendors");

            migrationBuilder.DropTable(
                name: "People");

            migrationBuilder.DropTable(
                name: "Tenants");
        }
    }
}
