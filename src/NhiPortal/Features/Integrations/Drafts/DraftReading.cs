using System.Globalization;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Tenants;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Stops;

namespace NhiPortal.Features.Integrations.Drafts;

/// <summary>Judges a draft: every fault, field by field, or what it means.</summary>
public sealed class DraftReading
{
    public const int LongestPurpose = 2000, MostPaths = 200, MostIdentities = 20;

    private readonly List<FieldFault> faults = [];
    private readonly DraftFacts facts;
    private readonly IntegrationDraft draft;

    private DraftReading(IntegrationDraft draft, DraftFacts facts) => (this.draft, this.facts) = (draft, facts);

    public IReadOnlyList<FieldFault> Faults => faults;

    /// <summary>What could be told apart from the rest, for a form that is being filled in.</summary>
    public IntegrationKind? Kind { get; private set; }

    public Tenant? Home { get; private set; }

    public IReadOnlyList<ReadPath> Ways { get; private set; } = [];

    /// <summary>What the draft means; null while there is a fault.</summary>
    public ReadDraft? Draft { get; private set; }

    /// <summary>All faults as one refusal; null when there is none.</summary>
    public Refusal? Refusal => faults.Count == 0 ? null : new(
        faults.Count == 1 ? faults[0].Code : "invalid_draft", string.Join(" ", faults.Select(fault => fault.Sentence)));

    /// <param name="draft">The draft.</param>
    /// <param name="facts">What is known of all it names.</param>
    /// <param name="self">The integration it describes when that exists; its own key and identities are no fault then.</param>
    /// <param name="now">The moment.</param>
    public static DraftReading Of(IntegrationDraft draft, DraftFacts facts, IntegrationId? self, DateTimeOffset now)
    {
        var reading = new DraftReading(draft, facts);
        reading.Read(self, now);
        return reading;
    }

    private void Read(IntegrationId? self, DateTimeOffset now)
    {
        var key = Take("key", Keys.Read(draft.Key));
        if (key is not null && facts.TakenKeys.TryGetValue(key, out var other) && other != self)
            Fault("key", "key_exists", $"The key {key} is taken already.");
        if (self is { } known && facts.Stopped.Contains(known) && LiveStopsReading.Frozen(key ?? "It") is var frozen)
            Fault("key", frozen.Code, frozen.Sentence);
        var tenant = Tenant();
        var name = Take("name", Text.Required(draft.Name, "The name", Text.Name, 3));
        var purpose = Take("purpose", Text.Required(draft.Purpose, "The purpose", LongestPurpose, 10));
        var kind = Choice<IntegrationKind>("kind", draft.Kind, "The kind");
        var environment = Choice<DeploymentEnvironment>("environment", draft.Environment, "The environment");
        var vendor = Vendor(kind);
        var end = EndOfLife(self, now);
        var paths = Paths(vendor);
        Identities(self);
        (Kind, Home, Ways) = (kind, tenant, paths);
        var owners = tenant is null ? [] : Owners(tenant.Id, paths);
        if (faults.Count == 0)
            Draft = new(tenant!, key!, new IntegrationDescription(name!, purpose!, kind!.Value, environment!.Value, vendor?.Id, end), vendor, paths, draft.Identities, owners);
    }

    private Tenant? Tenant()
    {
        if (string.IsNullOrWhiteSpace(draft.Tenant) && facts.Tenants.Count == 1)
            return facts.Tenants.Values.First();
        if (facts.Tenants.TryGetValue(draft.Tenant?.Trim() ?? "", out var tenant))
            return tenant;
        Fault("tenant", "unknown_tenant", string.IsNullOrWhiteSpace(draft.Tenant) ? "The tenant is missing." : $"There is no tenant “{Shown(draft.Tenant)}” for you.");
        return null;
    }

    private Vendor? Vendor(IntegrationKind? kind)
    {
        if (string.IsNullOrWhiteSpace(draft.Vendor) || draft.Vendor.Trim() == IntegrationDraft.None)
        {
            if (kind == IntegrationKind.VendorOperated)
                Fault("vendor", "vendor_missing", "A vendor-operated integration names its vendor.");
            return null;
        }

        if (facts.Vendors.TryGetValue(draft.Vendor.Trim(), out var vendor))
            return vendor;
        Fault("vendor", "unknown_vendor", $"There is no vendor “{Shown(draft.Vendor)}” for you. Register it first.");
        return null;
    }

    private DateTimeOffset? EndOfLife(IntegrationId? self, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(draft.EndOfLife) || draft.EndOfLife.Trim() == IntegrationDraft.None)
            return null;
        if (!DateOnly.TryParseExact(draft.EndOfLife.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day.Year is < 2000 or > 2100)
        {
            Fault("end_of_life", "bad_date", $"The end of life “{Shown(draft.EndOfLife)}” is no date such as 2027-12-31.");
            return null;
        }

        var end = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        if (self is null && end <= now)
            Fault("end_of_life", "past_date", "The end of life lies in the past; it could do nothing.");
        return end;
    }

    private List<ReadPath> Paths(Vendor? vendor)
    {
        List<ReadPath> read = [];
        if (draft.Paths.Count > MostPaths)
            Fault("paths", "too_many_paths", $"At most {MostPaths} paths are kept; there are {draft.Paths.Count}.");
        foreach (var path in draft.Paths.Take(MostPaths))
        {
            var pattern = Take("paths", PrivilegePath.ReadPattern(path.Pattern));
            if (!facts.Targets.TryGetValue(path.Target.Trim(), out var target))
                Fault("paths", "unknown_target", $"There is no target “{Shown(path.Target)}” for you.");
            else if (!facts.Actions.TryGetValue(path.Action.Trim(), out var action))
                Fault("paths", "unknown_action", $"There is no action “{Shown(path.Action)}”.");
            else if (vendor is not null && !vendor.MayReach(target.Id))
                Fault("paths", "outside_vendor", $"{vendor.Name} is not bound to {target.Key}: its connectors may not get a path there.");
            else if (pattern is not null && read.Exists(other => other.Target.Id == target.Id && other.Action.Name == action.Name && other.Pattern == pattern))
                Fault("paths", "same_path", $"{action.Name} on {target.Key} for {Shown(pattern)} stands there twice.");
            else if (pattern is not null)
                read.Add(new(target, action, pattern));
        }

        return read;
    }

    private void Identities(IntegrationId? self)
    {
        if (draft.Identities.Count > MostIdentities)
            Fault("identities", "too_many_identities", $"At most {MostIdentities} identities are kept; there are {draft.Identities.Count}.");
        foreach (var identity in draft.Identities.Take(MostIdentities))
        {
            if (!facts.Issuers.Contains(identity.Issuer))
                Fault("identities", "unknown_issuer", $"This portal does not trust the issuer “{Shown(identity.Issuer)}”. An administrator can add it.");
            if (Text.Required(identity.Subject, "The subject", WorkloadIdentity.Longest) is var subject && (!subject.Succeeded || subject.Value != identity.Subject))
                Fault("identities", "bad_subject", subject.Refusal?.Sentence ?? $"The subject “{Shown(identity.Subject)}” holds characters that cannot be seen.");
            else if (facts.TakenIdentities.TryGetValue(identity, out var other) && other != self)
                Fault("identities", "identity_taken", $"{Shown(identity.Subject)} is how another integration is recognised.");
        }

        if (draft.Identities.Distinct().Count() < draft.Identities.Count)
            Fault("identities", "same_identity", "One identity stands there twice.");
    }

    private List<ReadOwner> Owners(TenantId tenant, List<ReadPath> paths)
    {
        List<ReadOwner> read = [];
        foreach (var owner in draft.Owners)
        {
            var field = owner.Role.Token();
            var person = facts.People.GetValueOrDefault(owner.Person.Trim());
            var deputy = owner.Deputy is null ? null : facts.People.GetValueOrDefault(owner.Deputy.Trim());
            if (Nominations.Unfit(person, tenant, owner.Role.InSentence()) is { } unfit)
                Fault(field, unfit.Code, person is null ? $"{owner.Role.Title()}: the portal knows nobody called “{Shown(owner.Person)}”." : $"{owner.Role.Title()}: {unfit.Sentence}");
            else if (owner.Deputy is not null && Nominations.Unfit(deputy, tenant, "deputy") is { } unfitDeputy)
                Fault(field, unfitDeputy.Code, $"{owner.Role.Title()}: {unfitDeputy.Sentence}");
            else if (deputy is not null && deputy.Id == person!.Id)
                Fault(field, "own_deputy", $"{owner.Role.Title()}: nobody can be their own deputy.");
            else
                read.Add(new(owner.Role, person!, deputy));
        }

        if (read.Find(o => o.Role == OwnerRole.BusinessOwner)?.Person is { } business && read.Find(o => o.Role == OwnerRole.IamOwner)?.Person.Id == business.Id
            && paths.Find(path => facts.SystemOwners.GetValueOrDefault(path.Target.Id) == business.Id) is { } alone)
            Fault("iam_owner", "sole_owner", $"{business.Name} would hold every owner role on the way to {alone.Target.Key}; nobody would check them.");
        return read;
    }

    private T? Choice<T>(string field, string? text, string what) where T : struct, Enum
    {
        var plain = string.Concat((text ?? "").Where(char.IsAsciiLetter));
        foreach (var value in Enum.GetValues<T>())
            if (plain.Equals(value.ToString(), StringComparison.OrdinalIgnoreCase))
                return value;
        Fault(field, "bad_choice", $"{what} {(plain.Length == 0 ? "is missing" : $"“{Shown(text!)}” is none")}. It is one of {string.Join(", ", Enum.GetValues<T>())}.");
        return null;
    }

    private string? Take(string field, Result<string> result)
    {
        if (result.Succeeded)
            return result.Value;
        Fault(field, result.Refusal.Code, result.Refusal.Sentence);
        return null;
    }

    private void Fault(string field, string code, string sentence) => faults.Add(new(field, code, sentence));

    private static string Shown(string text) => text.Length <= 80 ? text.Trim() : text[..80] + "…";
}
