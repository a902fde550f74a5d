using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Policy;

namespace NhiPortal.Features.Policy;

/// <summary>Puts a version in force and says so for the record, whichever way it came.</summary>
public static class PublishedPolicy
{
    public static int Publish(this Work run, PolicyDraft draft, PolicyVersion inForce, PolicyVersion version)
    {
        run.Db.Policies.Add(version);
        run.Db.PolicyDrafts.Remove(draft);
        run.Record(new AuditNote("policy.published", $"{run.Actor.Name} published policy version {version.Number}{(version.AgreedById is null ? "" : " as its second person")}.")
        {
            Before = new Dictionary<string, string?>(inForce.Rules.Facts()) { ["version"] = Number(inForce.Number) },
            After = new Dictionary<string, string?>(version.Rules.Facts()) { ["version"] = Number(version.Number) },
            Facts = new Dictionary<string, string?>
            {
                ["reason"] = version.Reason,
                ["asked_by"] = version.PublishedById?.ToString(),
                ["agreed_by"] = version.AgreedById?.ToString(),
                ["written_by"] = string.Join(' ', draft.Editors),
                ["weaker"] = DifferenceWords.Weaker(draft.Difference(inForce)),
            },
        });
        return version.Number;
    }

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
