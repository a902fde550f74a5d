using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>A vendor-operated integration whose vendor nobody answers for.</summary>
public sealed class VendorWithoutContractOwner : IFindingRule
{
    public string Name => "vendor_without_contract_owner";

    public string Title => "Nobody owns the contract";

    public Severity Severity => Severity.Medium;

    public string Explanation =>
        "The vendor that operates the integration has no active contract owner here: nobody can demand an answer from it, or end it. It closes when one of your people is named.";

    public IReadOnlyList<string> Controls { get; } = ["NHI3:2025", "GV.SC-02", "GOVERN 6.1", "SA-9", "A.5.20"];

    public Fixer Fixer => Fixer.BusinessOwner;

    public int DaysToFix => 30;

    public Remedy Remedy => Remedy.Vendor;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now)
    {
        if (picture is IntegrationPicture { Governed: true, Vendor: { HasContractOwner: false } vendor })
            yield return new FindingHit(picture.Subject(), $"{vendor.Name}, which operates {picture.Key}, has no active contract owner.")
            {
                Fixer = picture.HolderOf(OwnerRole.BusinessOwner, now),
                Facts = [new("Vendor", vendor.Name)],
            };
    }
}
