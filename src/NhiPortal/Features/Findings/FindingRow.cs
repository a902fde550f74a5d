using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Features.Findings;

/// <summary>One finding as a list shows it.</summary>
public sealed record FindingRow
{
    public required FindingId Id { get; init; }
    public required string Rule { get; init; }
    public required Severity Severity { get; init; }
    public required string Sentence { get; init; }
    public required FindingStatus Status { get; init; }
    public required bool ExceptionAsked { get; init; }
    public required DateTimeOffset? ExceptionUntil { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public required DateTimeOffset? ClosedAt { get; init; }
    public required int Openings { get; init; }
    public required string? Integration { get; init; }
    public required string? Target { get; init; }
    public required CredentialId? Credential { get; init; }
    public required OwnerRole? Role { get; init; }
    public required Fixer Fixer { get; init; }
    public required string? FixerName { get; init; }
    public required string? Assignee { get; init; }

    public string Title => FindingRules.Named(Rule)?.Title ?? Rule;

    /// <summary>The page of one finding.</summary>
    public string Href => $"/findings/{Id}";

    internal static IQueryable<FindingRow> Of(PortalDb db, IQueryable<Finding> findings) => findings.Select(f => new FindingRow
    {
        Id = f.Id,
        Rule = f.Rule,
        Severity = f.Severity,
        Sentence = f.Sentence,
        Status = f.Status,
        ExceptionAsked = f.ExceptionAskedAt != null,
        ExceptionUntil = f.ExceptionUntil,
        OpenedAt = f.OpenedAt,
        DueAt = f.DueAt,
        ClosedAt = f.ClosedAt,
        Openings = f.Openings,
        Integration = db.Integrations.Where(i => i.Id == f.IntegrationId).Select(i => i.Key).FirstOrDefault(),
        Target = db.Targets.Where(t => t.Id == f.TargetId).Select(t => t.Key).FirstOrDefault(),
        Credential = f.CredentialId,
        Role = f.Role,
        Fixer = f.Fixer,
        FixerName = db.People.Where(p => p.Id == f.FixerId).Select(p => p.Name).FirstOrDefault(),
        Assignee = db.People.Where(p => p.Id == f.AssigneeId).Select(p => p.Name).FirstOrDefault(),
    });
}
