using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Policy;
using NhiPortal.Features.Policy;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Policy;

/// <summary>The small organisation with three people who may write policies: Nora, Staff and Bea.</summary>
internal sealed class PolicyScene(TestPortal portal, SmallOrganisation org)
{
    public static IReadOnlyList<ApprovalRule> Stricter { get; } = [.. DefaultPolicy.Rules.Select(rule => rule with { LongestGrantMinutes = 30 })];

    public static IReadOnlyList<ApprovalRule> Weaker { get; } = [.. DefaultPolicy.Rules.Select(rule => rule with { LongestGrantMinutes = 600 })];

    public TestPortal Portal => portal;
    public SmallOrganisation Org => org;
    public Actor Nora => As(org.Nora, Role.IamStaff);
    public Actor Staff => As(org.Staff, Role.Administrator);
    public Actor Bea => As(org.Bea, Role.IamStaff);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<PolicyScene> SetAsync() => await TestPortal.StartAsync() switch { var portal => new PolicyScene(portal, await CreateAsync(portal)) };

    public Task<Result<Guid>> SaveAsync(Actor actor, Guid seen, IReadOnlyList<ApprovalRule> rules) => portal.Get<SaveDraft>().RunAsync(actor, seen, rules, Stop);

    public Task<Result<int?>> PublishAsync(Actor actor, Guid seen) => portal.Get<PublishPolicy>().RunAsync(actor, seen, "agreed with the owners", Stop);

    public Task<Result<int>> AgreeAsync(Actor actor, Guid seen) => portal.Get<AgreePolicy>().RunAsync(actor, seen, Stop);

    public Task<Result<Done>> DeclineAsync(Actor actor, Guid seen) => portal.Get<DeclinePolicy>().RunAsync(actor, seen, "not without the owners", Stop);

    /// <summary>Saves and publishes what asks for no less.</summary>
    public async Task PutInForceAsync(params IReadOnlyList<ApprovalRule> rules) => await portal.ArrangeAsync(db =>
        db.Add(PolicyVersion.Publish(db.Policies.Max(p => p.Number) + 1, ApprovalPolicy.Create(rules).Value, null, portal.Now)));

    /// <summary>The token of the draft as it stands.</summary>
    public async Task<Guid> TokenAsync() => (await portal.Get<DraftQuery>().RunAsync(Staff, Stop))!.Token;

    public async Task<PolicyVersion> NewestAsync()
    {
        await using var db = portal.Db();
        return await db.Policies.AsNoTracking().OrderByDescending(p => p.Number).FirstAsync(Stop);
    }

    public async Task<IReadOnlyList<string>> RecordedAsync()
    {
        await using var db = portal.Db();
        return await db.AuditEvents.Where(e => e.Kind.StartsWith("policy.")).OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync(Stop);
    }
}
