using Bunit;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Owners;
using static NhiPortal.Tests.PortalPage;
using static NhiPortal.Tests.SmallOrganisation;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Features.Owners;

/// <summary>Several ownerships confirmed at one press, each ticked by itself.</summary>
public sealed class AttestTogetherTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
        await portal.ArrangeAsync(db =>
        {
            var also = Ownership.Nominate(org.Home.Id, OwnerRole.SecurityOperations, org.Sam.Id, org.Sync.Id, null, null, null, portal.Now);
            also.Accept(org.Sam.Id, 60, portal.Now);
            db.Add(also);
        });
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Page_TicksNothingByItself_AndConfirmsWhatWasTicked()
    {
        portal.Time.Advance(TimeSpan.FromDays(50));
        await using var page = await OpenAsync(portal, org.Sam);
        var mine = page.Show<MyOwnerships>("/owners/mine", ".tick input");
        Assert.Equal(2, mine.FindAll(".tick input").Count);
        Assert.Empty(mine.FindAll(".tick input:checked"));
        Assert.Empty(mine.FindAll("th input"));
        Assert.True(Button(mine, "Attest ticked").HasAttribute("disabled"));
        Assert.Contains("create an administrator account on corp-directory", Words(mine.FindAll(".answers-for")[0]), StringComparison.Ordinal);
        Assert.Contains("by 1 integration", mine.Markup, StringComparison.Ordinal);

        mine.Find("[aria-label='Still system owner of corp-directory']").Change(true);
        Button(mine, "Attest the 1 ticked").Click();
        mine.WaitForAssertion(() => Assert.True(Button(mine, "Attest ticked").HasAttribute("disabled")), Patience);

        await using var db = portal.Db();
        Assert.Equal([OwnerRole.SystemOwner], await db.Ownerships.Where(o => o.PersonId == org.Sam.Id && o.AttestedAt == portal.Now).Select(o => o.Role).ToListAsync(Stop));
    }

    [Fact]
    public async Task Attest_Several_RecordsEachAndThatTheyWereTogether()
    {
        portal.Time.Advance(TimeSpan.FromDays(50));
        await using var db = portal.Db();
        var ids = await db.Ownerships.Where(o => o.PersonId == org.Sam.Id).Select(o => o.Id).ToListAsync(Stop);
        var others = await db.Ownerships.Where(o => o.PersonId == org.Bea.Id).Select(o => o.Id).ToListAsync(Stop);
        var attested = (await portal.Get<AttestOwnerships>().RunAsync(As(org.Sam), [.. ids, .. others], Stop)).Value;
        Assert.Equal((2, "One of them is not yours any more."), (attested.Attested, Assert.Single(attested.WhyNot)));
        var events = await db.AuditEvents.Where(e => e.Kind == "ownership.attested").ToListAsync(Stop);
        Assert.Equal(2, events.Count);
        Assert.Equal("not_yours", (await portal.Get<AttestOwnerships>().RunAsync(As(org.Sam), others, Stop)).Refusal?.Code);
        Assert.Equal("how_many", (await portal.Get<AttestOwnerships>().RunAsync(As(org.Sam), [], Stop)).Refusal?.Code);
    }

    [Fact]
    public async Task Attest_OneLapsedMeanwhile_ConfirmsTheOther()
    {
        portal.Time.Advance(TimeSpan.FromDays(80));
        await using var db = portal.Db();
        var ids = await db.Ownerships.Where(o => o.PersonId == org.Sam.Id).Select(o => o.Id).ToListAsync(Stop);
        var attested = (await portal.Get<AttestOwnerships>().RunAsync(As(org.Sam), ids, Stop)).Value;
        Assert.Equal(1, attested.Attested);
        Assert.Contains("hr-sync: You do not hold this ownership any more", Assert.Single(attested.WhyNot), StringComparison.Ordinal);
    }
}
