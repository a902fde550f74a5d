using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Features.Findings;

/// <summary>The rows a batch of pictures is put together from, wherever they come from.</summary>
internal sealed record PictureRows
{
    private static readonly OwnerRole[] Required = [OwnerRole.BusinessOwner, OwnerRole.IamOwner];

    public required ILookup<IntegrationId, PathRow> Paths { get; init; }
    public required IReadOnlyDictionary<(OwnerRole Role, IntegrationId? Integration, TargetId? Target), OwnerPicture> Owners { get; init; }
    public required ILookup<IntegrationId, Credential> Credentials { get; init; }
    public required ILookup<string, (IntegrationId Id, string Key)> Keepers { get; init; }
    public required IReadOnlyDictionary<IntegrationId, int> Identities { get; init; }
    public required ILookup<IntegrationId, UseRow> Uses { get; init; }
    public required IReadOnlyDictionary<IntegrationId, DateTimeOffset> LastAsks { get; init; }
    public required IReadOnlyList<AskRow> Asks { get; init; }
    public required ILookup<IntegrationId, StuckPicture> Stuck { get; init; }
    public required ILookup<IntegrationId, UnconfirmedPicture> Unconfirmed { get; init; }
    public required ILookup<IntegrationId, UntakenPicture> Untaken { get; init; }

    /// <summary>What keeps the portal from finishing a rotation, and since when somebody must look.</summary>
    public IReadOnlyDictionary<CredentialId, (string Trouble, DateTimeOffset Since)> StuckRotations { get; init; } = new Dictionary<CredentialId, (string, DateTimeOffset)>();

    public IntegrationPicture Picture(IntegrationRow row, IEnumerable<AskRow> asks, DateTimeOffset now)
    {
        var integration = row.Integration;
        var id = integration.Id;
        DateTimeOffset?[] seen = [LastAsks.TryGetValue(id, out var asked) ? asked : null, Uses[id].Max(use => (DateTimeOffset?)use.At), Credentials[id].Max(c => c.LastUsedAt)];
        var governed = integration.Status is IntegrationStatus.Active or IntegrationStatus.Suspended;
        var ended = asks.ToList();
        return new IntegrationPicture(id)
        {
            Tenant = integration.TenantId,
            Key = integration.Key,
            Name = integration.Name,
            Kind = integration.Kind,
            Status = integration.Status,
            RegisteredAt = integration.RegisteredAt,
            EndOfLife = integration.EndOfLife,
            Score = integration.RiskScore,
            Stuck = [.. Stuck[id].OrderBy(stuck => stuck.AskedAt)],
            Unconfirmed = [.. Unconfirmed[id].OrderBy(unconfirmed => unconfirmed.Since)],
            Untaken = [.. Untaken[id].OrderBy(untaken => untaken.Since)],
            Vendor = row.Vendor is { } vendor ? new VendorPicture(vendor, row.VendorName ?? "", row.ContractOwner == PersonStatus.Active) : null,
            LiveIdentities = Identities.GetValueOrDefault(id),
            LastActive = seen.Max(),
            ControlPoints = governed ? [.. Required.Select(role => Point(role, integration.Key, Owners.GetValueOrDefault((role, id, null)), ended))] : [],
            Credentials = [.. Credentials[id].OrderBy(c => c.ExpiresAt).Select(c => Credential(c, now))],
            Ways = [.. Paths[id].GroupBy(path => path.Target).Select(way => new WayPicture(way.Key, way.First().Key, way.First().Criticality, way.First().Environment)
            {
                Owner = Owners.GetValueOrDefault((OwnerRole.SystemOwner, null, way.Key)),
                Paths = [.. way.Select(path => Path(path, [.. Uses[id].Where(use => use.Target == path.Target && use.Action == path.Action)], now))],
            }).OrderBy(way => way.Key, StringComparer.Ordinal)],
        };
    }

    public static TargetPicture Picture(
        TargetSystem target, IReadOnlyDictionary<(OwnerRole Role, IntegrationId? Integration, TargetId? Target), OwnerPicture> owners, IEnumerable<AskRow> asks, IEnumerable<DebtPicture> debts, IEnumerable<OpenLinePicture> openLines, IEnumerable<PrivilegePicture> privileges, ReadingPicture? reading) => new(target.Id)
        {
            Tenant = target.TenantId,
            Key = target.Key,
            Name = target.Name,
            ControlPoints = [Point(OwnerRole.SystemOwner, target.Key, owners.GetValueOrDefault((OwnerRole.SystemOwner, null, target.Id)), asks)],
            Debts = [.. debts.OrderBy(debt => debt.ReviewDue)],
            OpenLines = [.. openLines.OrderBy(line => line.DueAt)],
            Privileges = [.. privileges],
            Reading = reading,
        };

    private static ControlPoint Point(OwnerRole role, string thing, OwnerPicture? holder, IEnumerable<AskRow> asks) => new(role, thing)
    {
        Holder = holder,
        Asks = [.. asks.Select(ask => ask.For(role)).OfType<AskOutcome>().OrderByDescending(outcome => outcome.EndedAt)],
    };

    private CredentialPicture Credential(Credential credential, DateTimeOffset now) => new(credential.Id, credential.Kind, credential.Label, credential.IssuedAt, credential.ExpiresAt)
    {
        LastRotatedAt = credential.LastRotatedAt <= now ? credential.LastRotatedAt : null,
        LastUsedAt = credential.LastUsedAt,
        LongLived = credential.LongLived,
        Shared = credential.Shared,
        EndedAt = credential.RevokedAt <= now ? credential.RevokedAt : null,
        Superseded = credential.Status == CredentialStatus.Superseded,
        DueAt = credential.DueAt,
        Planned = credential.PlannedBy != 0,
        RotationTrouble = StuckRotations.TryGetValue(credential.Id, out var stuck) ? stuck.Trouble : null,
        RotationStuckSince = StuckRotations.ContainsKey(credential.Id) ? stuck.Since : null,
        SharedWith = [.. Keepers[credential.KeptIn].Where(keeper => keeper.Id != credential.IntegrationId).Select(keeper => keeper.Key).Distinct().Order(StringComparer.Ordinal)],
    };

    private static PathPicture Path(PathRow path, IReadOnlyList<UseRow> uses, DateTimeOffset now) => new(path.Action, path.Class, path.Pattern, path.ApprovedAt)
    {
        // Another path of the same action may have been used; only what this one covers counts.
        LastUsedAt = uses.Where(use => PrivilegePath.Matches(path.Pattern, use.Resource)).Max(use => (DateTimeOffset?)use.At),
        UsedOn = [.. uses.Where(use => use.At > now - IntegrationPicture.Idle && PrivilegePath.Matches(path.Pattern, use.Resource)).Select(use => use.Resource).Distinct()],
    };
}
