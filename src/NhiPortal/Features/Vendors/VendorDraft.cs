using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Features.Owners;

namespace NhiPortal.Features.Vendors;

/// <summary>A vendor and its contract as a form describes them; systems by their keys.</summary>
public sealed record VendorDraft
{
    public string? Tenant { get; init; }
    public string? Key { get; init; }
    public string? Name { get; init; }
    public PersonId? ContractOwner { get; init; }
    public string? Contact { get; init; }
    public string? ContractEnds { get; init; }
    public IReadOnlyList<string> Systems { get; init; } = [];
}

/// <summary>Judges what a vendor's form says.</summary>
internal static class VendorTermsReading
{
    private const int MostSystems = 200;

    public static async Task<Result<VendorTerms>> ReadTermsAsync(this Work run, VendorDraft draft, TenantId tenant, CancellationToken cancellation)
    {
        var name = Text.Required(draft.Name, "The name", Text.Name, 2);
        var contact = Text.Optional(draft.Contact, "The contact", 320);
        if (name.Refusal is { } nameless)
            return nameless;
        if (contact.Refusal is { } tooLong)
            return tooLong;
        if (draft.ContractOwner is not { } owner)
            return new Refusal("contract_owner_missing", "Name the person inside the organisation who answers for the contract.");
        if (Nominations.Unfit(await run.Db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == owner, cancellation), tenant, "contract owner") is { } unfit)
            return unfit;
        DateTimeOffset? ends = null;
        if (!string.IsNullOrWhiteSpace(draft.ContractEnds))
        {
            if (!DateOnly.TryParseExact(draft.ContractEnds.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return new Refusal("bad_date", "The contract's end is no date such as 2027-12-31.");
            ends = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        }

        if (draft.Systems.Count > MostSystems)
            return new Refusal("too_many_systems", $"A vendor is bound to at most {MostSystems} systems.");
        var keys = draft.Systems.Distinct(StringComparer.Ordinal).ToList();
        var systems = await run.Db.Targets.To(run.Actor, run.Db).Where(t => keys.Contains(t.Key)).Select(t => new { t.Id, t.Key }).ToListAsync(cancellation);
        return keys.Except(systems.Select(system => system.Key)).FirstOrDefault() is { } unknown
            ? new Refusal("unknown_target", $"There is no target “{(unknown.Length > 80 ? unknown[..80] : unknown)}” for you.")
            : new VendorTerms(name.Value, owner, contact.Value, ends, systems.ConvertAll(system => system.Id));
    }

    public static Dictionary<string, string?> Words(Vendor vendor, IEnumerable<string> systems) => new()
    {
        ["name"] = vendor.Name,
        ["contract_owner"] = vendor.ContractOwnerId?.ToString(),
        ["contact"] = vendor.Contact,
        ["contract_ends"] = vendor.ContractEnds?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["systems"] = string.Join(", ", systems.Order(StringComparer.Ordinal)),
    };

    public static async Task<List<string>> SystemKeysAsync(this Work run, Vendor vendor, CancellationToken cancellation)
    {
        var ids = vendor.Systems.ConvertAll(system => system.TargetId);
        return await run.Db.Targets.Where(t => ids.Contains(t.Id)).Select(t => t.Key).ToListAsync(cancellation);
    }
}
