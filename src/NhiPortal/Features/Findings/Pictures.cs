using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Findings;

namespace NhiPortal.Features.Findings;

/// <summary>Makes the pictures that findings and risk scores are judged by, for a batch in a fixed number of queries.</summary>
internal static class Pictures
{
    public static async Task<IReadOnlyList<IntegrationPicture>> IntegrationPicturesAsync(
        this PortalDb db, IReadOnlyList<IntegrationId> ids, DateTimeOffset now, CancellationToken cancellation)
    {
        var read = new PictureReading(db, now, cancellation);
        var integrations = await read.IntegrationsAsync(ids);
        var paths = await read.PathsAsync(ids);
        var credentials = await read.CredentialsAsync(ids);
        var rows = new PictureRows
        {
            Paths = paths,
            Owners = await read.OwnersAsync(ids, [.. paths.SelectMany(way => way).Select(way => way.Target).Distinct()]),
            Credentials = credentials,
            Keepers = await read.KeepersAsync([.. credentials.SelectMany(some => some).Where(c => c.Kind != CredentialKind.FederatedToken).Select(c => c.KeptIn).Distinct()]),
            Identities = await read.IdentitiesAsync(ids),
            Uses = await read.UsesAsync(ids),
            LastAsks = await read.LastAsksAsync(ids),
            Asks = await read.AsksOfAsync(ids),
            Stuck = await read.StuckAsync(ids),
            StuckRotations = await read.StuckRotationsAsync(ids),
            Unconfirmed = await read.UnconfirmedAsync(ids),
            Untaken = await read.UntakenAsync(ids),
        };
        var asks = rows.Asks.ToLookup(ask => ask.Integration);
        return [.. integrations.Select(row => rows.Picture(row, asks[row.Integration.Id], now))];
    }

    public static async Task<IReadOnlyList<TargetPicture>> TargetPicturesAsync(this PortalDb db, IReadOnlyList<TargetId> ids, DateTimeOffset now, CancellationToken cancellation)
    {
        var read = new PictureReading(db, now, cancellation);
        var targets = await read.TargetsAsync(ids);
        var owners = await read.OwnersAsync([], ids);
        var asks = (await read.AsksOnAsync(ids)).ToLookup(ask => ask.Target);
        var debts = await read.DebtsAsync(ids);
        var (lines, privileges, readings) = (await read.OpenLinesAsync(ids), await read.PrivilegesAsync(ids), await read.ReadingsAsync(ids));
        return [.. targets.Select(target => PictureRows.Picture(target, owners, asks[target.Id], debts[target.Id], lines[target.Id], privileges[target.Id], readings.GetValueOrDefault(target.Id)))];
    }
}
