using System.Globalization;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Findings.Rules;

/// <summary>A request waits for people of whom there is none.</summary>
public sealed class NoEligibleApprover : IFindingRule
{
    public string Name => "no_eligible_approver";

    public string Title => "Nobody may decide what waits";

    public Severity Severity => Severity.High;

    public string Explanation =>
        "A request waits for a role in which nobody may answer: the role is vacant, its holder has left, or separation of duties bars everybody who holds it. The request will run out, and whoever needs it will look for a way around. It closes when somebody who may decide owns it or stands in, or when the request ends.";

    public IReadOnlyList<string> Controls { get; } = ["PR.AA-05", "GV.RR-02", "GOVERN 2.1", "AC-5", "A.5.3"];

    public Fixer Fixer => Fixer.IamStaff;

    public int DaysToFix => 1;

    public Remedy Remedy => Remedy.OwnerCell;

    public IEnumerable<FindingHit> Judge(Picture picture, DateTimeOffset now) =>
        from stuck in (picture as IntegrationPicture)?.Stuck ?? []
        group stuck by (stuck.Role, Target: stuck.Role == OwnerRole.SystemOwner ? stuck.Target : (TargetId?)null, Thing: stuck.Role == OwnerRole.SystemOwner ? stuck.TargetKey : picture.Key) into waiting
        let role = waiting.Key.Role
        select new FindingHit(
            picture.Subject(waiting.Key.Target is { } target ? $"{role.Token()}:{target}" : role.Token()),
            $"{picture.Key} waits for the {role.InSentence()} of {waiting.Key.Thing}, and nobody may decide it.")
        {
            Role = role,
            Target = waiting.Key.Target,
            Facts =
            [
                new("Role", role.Title()), new("Requests waiting", waiting.Count().ToString(CultureInfo.InvariantCulture)), new("Asked first on", waiting.Min(stuck => stuck.AskedAt).Day()),
            ],
        };
}
