using Microsoft.EntityFrameworkCore;
using NhiPortal.Connectors;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.SignIn;

namespace NhiPortal.Features.People;

/// <summary>How far a sync is, for whoever watches it.</summary>
public sealed record SyncProgress(string Doing, int Done, int? Of);

/// <summary>A whole reading of a directory, compared with whom the portal knows.</summary>
public sealed record ReadPeople(string Source, TenantId Tenant, PeoplePlan Plan);

/// <summary>Reads a directory to its end and works out what a sync would change; writes nothing and holds no transaction.</summary>
public sealed class PeopleReading(PeopleSources sources, PeopleSettings settings, IDbContextFactory<PortalDb> databases)
{
    /// <summary>More than this is not an organisation but a mistake, and would not fit into memory.</summary>
    public const int MostEntries = 200_000;

    private const int Step = 500;

    public bool Configured => sources.Configured;

    /// <summary>What the record calls the source, also of a reading that fails.</summary>
    public string SourceName(byte[]? uploaded) => sources.Open(uploaded)?.Name ?? "none";

    public async Task<Result<ReadPeople>> ReadAsync(byte[]? uploaded, IProgress<SyncProgress>? progress, CancellationToken cancellation)
    {
        if (sources.Open(uploaded) is not { } source)
            return uploaded is null
                ? new Refusal("no_source", "No directory is configured. Set People:Source, or upload a file.")
                : new Refusal("other_source", "People come from another directory here, so a file is not taken.");
        if (await TenantAsync(cancellation) is not { } tenant)
            return new Refusal("no_tenant", "It is not clear to which tenant new people belong. Set People:Tenant to a tenant's key.");
        var found = new List<DirectoryEntry>();
        try
        {
            await foreach (var entry in source.ReadAsync(cancellation))
            {
                found.Add(entry);
                if (found.Count > MostEntries)
                    return new Refusal("too_many", $"The directory has more than {MostEntries:N0} entries. Narrow what is read.");
                if (found.Count % Step == 0)
                    progress?.Report(new("Reading the directory", found.Count, null));
            }
        }
        catch (ConnectorFault fault)
        {
            return new Refusal("read_failed", fault.Message);
        }

        progress?.Report(new("Comparing", found.Count, found.Count));
        return new ReadPeople(source.Name, tenant, PeopleComparison.Of(found, await KnownAsync(cancellation), source.Name));
    }

    /// <summary>Why the plan must not be carried out without an administrator's word.</summary>
    public Refusal? Suspicion(PeoplePlan plan) => plan.Suspicion(settings.MissingPercent, settings.MissingAtLeast);

    private async Task<List<KnownPerson>> KnownAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await (from person in db.People.AsNoTracking().IgnoreAutoIncludes()
                      join manager in db.People.IgnoreAutoIncludes() on person.ManagerId equals (PersonId?)manager.Id into managers
                      from manager in managers.DefaultIfEmpty()
                      select new KnownPerson(person.Id, person.ObjectId, person.Name, person.Mail, person.Status, (string?)manager.ObjectId, person.External, person.Source))
            .ToListAsync(cancellation);
    }

    private async Task<TenantId?> TenantAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var key = settings.Tenant ?? AdmitPerson.HomeTenant;
        var tenants = await db.Tenants.AsNoTracking().OrderBy(t => t.Key == key ? 0 : 1).Take(2).ToListAsync(cancellation);
        return tenants.Count > 0 && (tenants[0].Key == key || (settings.Tenant is null && tenants.Count == 1)) ? tenants[0].Id : null;
    }
}
