using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Features.Credentials;

/// <summary>One credential as a list shows it.</summary>
public sealed record CredentialRow
{
    public required CredentialId Id { get; init; }
    public required string Label { get; init; }
    public required CredentialKind Kind { get; init; }
    public required string Integration { get; init; }
    public required string IntegrationName { get; init; }
    public required string? Target { get; init; }
    public required string KeptIn { get; init; }
    public required string? Identity { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public required DateTimeOffset? LastRotatedAt { get; init; }
    public required DateTimeOffset? LastUsedAt { get; init; }
    public required UseSource? LastUsedFrom { get; init; }
    public required bool LongLived { get; init; }
    public required bool Shared { get; init; }
    public required CredentialStatus Status { get; init; }
    public required DateTimeOffset? DueAt { get; init; }
    public required DateTimeOffset? NoticeAt { get; init; }
    public required DateTimeOffset? RevokedAt { get; init; }
    public required string? ScheduledBy { get; init; }
    public required bool Rotating { get; init; }
    public required bool StartsItself { get; init; }
    public required string? IamOwner { get; init; }
    public required string? BackupOwner { get; init; }

    public string Href => $"/credentials/{Id}";

    internal static IQueryable<CredentialRow> Of(PortalDb db, IQueryable<Credential> credentials) => credentials.Select(c => new CredentialRow
    {
        Id = c.Id,
        Label = c.Label,
        Kind = c.Kind,
        Integration = db.Integrations.Where(i => i.Id == c.IntegrationId).Select(i => i.Key).First(),
        IntegrationName = db.Integrations.Where(i => i.Id == c.IntegrationId).Select(i => i.Name).First(),
        Target = db.Targets.Where(t => t.Id == c.TargetId).Select(t => t.Key).FirstOrDefault(),
        KeptIn = c.KeptIn,
        Identity = db.Workloads.Where(w => w.Id == c.WorkloadId).Select(w => w.Subject).FirstOrDefault(),
        IssuedAt = c.IssuedAt,
        ExpiresAt = c.ExpiresAt,
        LastRotatedAt = c.LastRotatedAt,
        LastUsedAt = c.LastUsedAt,
        LastUsedFrom = c.LastUsedFrom,
        LongLived = c.LongLived,
        Shared = c.Shared,
        Status = c.Status,
        DueAt = c.DueAt,
        NoticeAt = c.NoticeAt,
        RevokedAt = c.RevokedAt,
        ScheduledBy = c.OwnSchedule != null ? "its own schedule" : c.ScheduledBy,
        StartsItself = c.StartsItself,
        Rotating = db.Rotations.Any(r => r.CredentialId == c.Id && r.EndedAt == null),
        IamOwner = db.Ownerships.Where(o => o.IntegrationId == c.IntegrationId && o.Role == OwnerRole.IamOwner && o.ClosedAt == null && o.AcceptedAt != null)
            .Select(o => db.People.Where(p => p.Id == o.PersonId).Select(p => p.Name).FirstOrDefault()).FirstOrDefault(),
        BackupOwner = db.People.Where(p => p.Id == c.BackupOwnerId).Select(p => p.Mail).FirstOrDefault(),
    });
}
