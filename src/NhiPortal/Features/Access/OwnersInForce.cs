using NhiPortal.Domain.Access;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Features.Access;

/// <summary>Who held each role on the way to a target at the moment: every decision's record carries it.</summary>
public static class OwnersInForce
{
    public static IReadOnlyList<AuditRoleHolder> Of(AccessFacts facts, string targetKey) =>
    [
        .. new[] { facts.BusinessOwner, facts.IamOwner, facts.Targets.GetValueOrDefault(targetKey)?.SystemOwner }
            .OfType<OwnerFact>().Select(owner => new AuditRoleHolder(owner.Person.Value, owner.PersonName, owner.Role.Token())),
    ];
}
