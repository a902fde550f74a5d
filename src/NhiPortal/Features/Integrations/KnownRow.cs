using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Imports;
using NhiPortal.Features.Integrations.Drafts;
using NhiPortal.Features.Owners.Assigning;

namespace NhiPortal.Features.Integrations;

/// <summary>An integration the portal has already, with everything a row of a file may change about it.</summary>
internal sealed record KnownRow(
    Integration Integration, string Tenant, string? Vendor, IReadOnlyList<(PrivilegePath Path, TargetSystem Target)> Paths,
    IReadOnlyList<WorkloadIdentity> Identities)
{
    public IReadOnlyList<DraftPath> DraftPaths => [.. Paths.Select(row => new DraftPath(row.Target.Key, row.Path.ActionName, row.Path.ResourcePattern))];

    /// <summary>What the row changes, and how; nothing when it says what is true already.</summary>
    public RowVerdict Judge(Work run, IntegrationDraft draft, ReadDraft fit, IEnumerable<CellLine> owners)
    {
        var (before, after) = (Told(), Told(draft, fit));
        var asked = owners.Where(line => line.Refusal is not null || line.Step != AssignmentStep.Nothing).ToList();
        if (asked.Find(line => line.Refusal is not null) is { } refused)
            return RowVerdict.Refused(refused.Refusal!.Sentence);
        var unknown = fit.Identities.Where(identity => !Identities.Any(known => known.Issuer == identity.Issuer && known.Subject == identity.Subject)).ToList();
        List<FieldChange> changes = [.. before.Where(pair => pair.Value != after[pair.Key]).Select(pair => new FieldChange(pair.Key, pair.Value, after[pair.Key]))];
        changes.AddRange(asked.Select(line => new FieldChange(line.Cell.Role.Token(), (line.NomineePerson ?? line.HolderPerson)?.Mail, line.Owner!.Mail)));
        changes.AddRange(unknown.Select(identity => new FieldChange("identity", null, $"{identity.Issuer} {identity.Subject}")));
        return changes.Count == 0 ? RowVerdict.Unchanged : new(ImportOutcome.Changed, changes) { CarryOut = stop => CarryOutAsync(run, fit, asked, unknown, stop) };
    }

    /// <summary>A draft's fields in words, for the preview.</summary>
    public static Dictionary<string, string?> Told(IntegrationDraft draft, ReadDraft fit)
    {
        var told = Told(fit.Description, fit.Vendor?.Key, draft.Paths);
        foreach (var owner in fit.Owners)
            told[owner.Role.Token()] = owner.Person.Mail;
        foreach (var identity in fit.Identities)
            told["identity"] = $"{identity.Issuer} {identity.Subject}";
        return told;
    }

    public static string? Day(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private Dictionary<string, string?> Told() => Told(Integration.Describe(), Vendor, DraftPaths);

    private static Dictionary<string, string?> Told(IntegrationDescription d, string? vendor, IReadOnlyList<DraftPath> paths) => new()
    {
        ["name"] = d.Name,
        ["purpose"] = d.Purpose,
        ["kind"] = d.Kind.ToString(),
        ["environment"] = d.Environment.ToString(),
        ["vendor"] = vendor,
        ["end_of_life"] = Day(d.EndOfLife),
        ["paths"] = paths.Count == 0 ? null : string.Join("; ", paths.Select(path => $"{path.Target}:{path.Action}:{path.Pattern}").Order(StringComparer.Ordinal)),
    };

    private async Task CarryOutAsync(Work run, ReadDraft fit, List<CellLine> asked, List<DraftIdentity> unknown, CancellationToken cancellation)
    {
        // A day is all a file can say; the same day is no change.
        var description = Day(Integration.EndOfLife) == Day(fit.Description.EndOfLife) ? fit.Description with { EndOfLife = Integration.EndOfLife } : fit.Description;
        var another = run.Redescribe(Integration, description, Vendor, fit.Vendor?.Key) is { Succeeded: true, Value: true };
        var closed = Paths.Where(row => !fit.Paths.Any(path => path.Target.Id == row.Target.Id && path.Action.Name == row.Path.ActionName && path.Pattern == row.Path.ResourcePattern)).ToList();
        var opened = fit.Paths.Where(path => !Paths.Any(row => path.Target.Id == row.Target.Id && path.Action.Name == row.Path.ActionName && path.Pattern == row.Path.ResourcePattern)).ToList();
        closed.ForEach(row => run.RemovePath(Integration, row.Target, row.Path));
        opened.ForEach(path => run.AddPath(Integration, path.Target, path.Action.Name, path.Pattern));
        unknown.ForEach(identity => run.AddWorkload(Integration, identity));
        if (closed.Count + opened.Count > 0)
            another = Integration.Reshape().Succeeded || another;
        if (another)
            await run.ReturnGrantsAsync(Integration, "What it was given for was changed by an import; it must be approved again.", cancellation);
        await run.CarryOutAsync(asked, null, cancellation);
    }
}

/// <summary>Reads the integrations that rows are about, in a fixed number of queries.</summary>
internal static class KnownRows
{
    public static async Task<IReadOnlyDictionary<string, KnownRow>> KnownAsync(this Work run, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var rows = await (from integration in run.Db.Integrations.To(run.Actor, run.Db)
                          where keys.Contains(integration.Key)
                          join tenant in run.Db.Tenants on integration.TenantId equals tenant.Id
                          select new { Row = integration, Tenant = tenant.Key }).ToListAsync(cancellation);
        if (rows.Count == 0)
            return new Dictionary<string, KnownRow>();
        var ids = rows.ConvertAll(row => row.Row.Id);
        var vendors = await run.Db.Vendors.AsNoTracking().Where(v => run.Db.Integrations.Any(i => i.VendorId == v.Id && ids.Contains(i.Id))).ToDictionaryAsync(v => v.Id, v => v.Key, cancellation);
        var paths = (await (from path in run.Db.Paths
                            where ids.Contains(path.IntegrationId) && path.RemovedAt == null
                            join target in run.Db.Targets on path.TargetId equals target.Id
                            select new { Path = path, Target = target }).ToListAsync(cancellation)).ToLookup(row => row.Path.IntegrationId, row => (row.Path, row.Target));
        var identities = (await run.Db.Workloads.Where(w => ids.Contains(w.IntegrationId) && w.RetiredAt == null).ToListAsync(cancellation)).ToLookup(w => w.IntegrationId);
        return rows.ToDictionary(row => row.Row.Key, row => new KnownRow(
            row.Row, row.Tenant, row.Row.VendorId is { } vendor ? vendors.GetValueOrDefault(vendor) : null,
            [.. paths[row.Row.Id]], [.. identities[row.Row.Id]]), StringComparer.Ordinal);
    }
}
