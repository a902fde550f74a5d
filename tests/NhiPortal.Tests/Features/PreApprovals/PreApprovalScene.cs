using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.PreApprovals;

/// <summary>A policy that allows standing pre-approvals, and one that Bea asks for and Sam and Ian give.</summary>
internal static class PreApprovalScene
{
    public static readonly StandingAsk Terms = new("Nightly joiners", 4, 2, 7);

    private static readonly RiskLevel[] Below = [RiskLevel.Low, RiskLevel.Medium, RiskLevel.High];

    public static Task AllowAsync(TestPortal portal, Func<ApprovalRule, ApprovalRule>? change = null) => portal.ArrangeAsync(db =>
    {
        var rules = DefaultPolicy.Rules.SelectMany(rule => new[] { (change ?? (same => same))(rule with { Name = $"{rule.Name}, below critical", Risks = Below, StandingDays = 30 }), rule });
        db.Add(PolicyVersion.Publish(db.Policies.Max(p => p.Number) + 1, ApprovalPolicy.Create([.. rules]).Value, null, portal.Now));
    });

    public static Task<Result<Asked>> AskAsync(TestPortal portal, SmallOrganisation org, Actor? actor = null, StandingAsk? terms = null) => portal.Get<AskForAccess>().RunAsync(
        actor ?? As(org.Bea), new Ask(org.Workload.Id, AddMember("u123", "*")) { Justification = "Joiners come every night", Minutes = 30, Standing = terms ?? Terms }, CancellationToken.None);

    /// <summary>One that stands, under a policy that allows it.</summary>
    public static async Task<RequestId> GiveAsync(TestPortal portal, SmallOrganisation org, StandingAsk? terms = null)
    {
        await AllowAsync(portal);
        var id = (await AskAsync(portal, org, terms: terms)).Value.Id;
        await org.ApproveAsync(org.Sam, id);
        Assert.Equal(RequestStatus.Approved, (await org.ApproveAsync(org.Ian, id)).Value);
        return id;
    }

    public static async Task<PreApproval> ReadAsync(TestPortal portal, RequestId id)
    {
        await using var db = portal.Db();
        return await db.PreApprovals.AsNoTracking().SingleAsync(p => p.RequestId == id);
    }
}
