using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Reminders;
using NhiPortal.Features.BreakGlass;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.BreakGlass;

/// <summary>The small organisation under a policy that allows emergencies, and shorthand for breaking the glass and reviewing it.</summary>
internal sealed class BreakGlassScene(TestPortal portal, SmallOrganisation org) : IAsyncDisposable
{
    public const string Reason = "The directory is down and nobody else answers.";

    public TestPortal Portal => portal;

    public SmallOrganisation Org => org;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<BreakGlassScene> SetAsync()
    {
        var portal = await TestPortal.StartAsync();
        var scene = new BreakGlassScene(portal, await CreateAsync(portal));
        await AllowAsync(portal);
        return scene;
    }

    public static Task AllowAsync(TestPortal portal) => portal.ArrangeAsync(db => db.Add(PolicyVersion.Publish(
        2, ApprovalPolicy.Create([.. DefaultPolicy.Rules.Select(rule => rule with { EmergencyAllowed = true })]).Value, null, portal.Now)));

    public Task<Result<BreakGlassUseId>> BreakAsync(Person person, RequestId request, int minutes = 30, string? typed = "corp-directory", string? reason = Reason) =>
        portal.Get<UseBreakGlass>().RunAsync(As(person), request, new BreakGlassAsk(minutes, reason, typed), Stop);

    /// <summary>What was let through for half an hour is over.</summary>
    public void LetItRunOut() => portal.Time.Advance(TimeSpan.FromMinutes(30));

    public ReviewGiven Given => new("The directory was down for half an hour.", "u123 was added and taken out again.", true, "INC-4711")
    {
        Rotated = "Recovery password", RotatedBy = org.Ian.Id, RotatedOn = DateOnly.FromDateTime(portal.Now.UtcDateTime),
    };

    public Task<Result<Done>> ReviewAsync(Actor actor, BreakGlassUseId use, ReviewGiven? given = null) => portal.Get<ReviewBreakGlass>().RunAsync(actor, use, given ?? Given, Stop);

    public Actor Watcher => As(org.Staff, Role.SecurityOperations);

    public Task NameChiefAsync(Person person) => portal.ArrangeAsync(db => db.Targets.Single(t => t.Id == org.Directory.Id).NameDutyChief(person.Id));

    /// <summary>They have signed in with the role lately.</summary>
    public Task SeenAsync(Person person, Role role) => portal.ArrangeAsync(db => db.Add(SeenRole.Of(person.Id, role, portal.Now)));

    public async Task<BreakGlassUse> UseAsync(BreakGlassUseId id)
    {
        await using var db = portal.Db();
        return await db.BreakGlassUses.AsNoTracking().SingleAsync(u => u.Id == id, Stop);
    }

    public async Task<IReadOnlyList<AuditBody>> ToldAsync(string kind)
    {
        await using var db = portal.Db();
        return [.. (await db.AuditEvents.Where(e => e.Kind == kind).OrderBy(e => e.Id).Select(e => e.Body).ToListAsync(Stop)).Select(AuditBody.Parse)];
    }

    public async Task<IReadOnlyList<Notice>> NoticesAsync()
    {
        await using var db = portal.Db();
        return [.. (await db.Notices.AsNoTracking().ToListAsync(Stop)).Where(n => n.Kind.IsOfBreakGlass())];
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();
}
