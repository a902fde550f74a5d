using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Executions;
using NhiPortal.Features.Unattended;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Unattended;

/// <summary>A portal in which policies for unattended access are on, and days pass one sweep at a time.</summary>
internal static class UnattendedScene
{
    /// <summary>A ladder of a week, with a brake that does not matter in a small organisation.</summary>
    public static readonly LadderPlan Quick = new() { After = 0, Escalate = 1, Freeze = 1, Announce = 1, Suspend = 2, Revoke = 2, WayBackDays = 10, MostAtOnce = 100, MostPercent = 100 };

    public static LadderPlan For(UnattendedKind kind) => Quick with { Suspend = kind.IsSingle() ? null : 2, After = kind.IsIdle() ? 30 : 0 };

    /// <summary>Switched on by somebody, and past the time in which it only reports.</summary>
    public static async Task TurnOnAsync(this TestPortal portal, SmallOrganisation org, UnattendedKind kind, LadderPlan? plan = null)
    {
        var today = DateOnly.FromDateTime(portal.Now.UtcDateTime);
        var set = await portal.Get<SetUnattendedPolicy>().RunAsync(As(org.Nora, Role.IamStaff), kind, new UnattendedOrder(true, today.AddDays(1), plan ?? For(kind)), "agreed with the owners", default);
        Assert.True(set.Succeeded && set.Value, set.Refusal?.Sentence);
    }

    /// <summary>Lets days pass with a sweep, what is carried out on targets, and a look on each.</summary>
    public static async Task PassAsync(this TestPortal portal, int days)
    {
        for (var day = 0; day < days; day++)
        {
            portal.Time.Advance(TimeSpan.FromDays(1));
            await portal.SweepAsync();
        }
    }

    public static async Task SweepAsync(this TestPortal portal)
    {
        await portal.Get<SweepUnattended>().RunAsync(TestContext.Current.CancellationToken);
        await portal.Get<CarryOutDue>().RunAsync(TestContext.Current.CancellationToken);
        await portal.Get<ConfirmRevocations>().RunAsync(TestContext.Current.CancellationToken);
    }

    public static async Task<List<Revocation>> RevocationsAsync(this TestPortal portal)
    {
        await using var db = portal.Db();
        return await db.Revocations.AsNoTracking().Include(r => r.Steps).Include(r => r.Items).AsSplitQuery().OrderBy(r => r.FoundAt).ThenBy(r => r.Subject).ToListAsync(TestContext.Current.CancellationToken);
    }
}
