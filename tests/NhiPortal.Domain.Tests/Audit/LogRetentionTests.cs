using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Tests.Audit;

public sealed class LogRetentionTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 20, 9, 0, 0, TimeSpan.FromHours(2));
    private static readonly PersonId Ann = new(Guid.NewGuid()), Bob = new(Guid.NewGuid());

    [Fact]
    public void Before_IsTheStartOfTheQuarterSoManyYearsAgo_AndNeverInsideTheLeast()
    {
        Assert.Equal(new DateTimeOffset(2019, 4, 1, 0, 0, 0, TimeSpan.Zero), LogRetention.Before(Now, 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogRetention.Before(Now, LogRetention.LeastYears - 1));
        Assert.All(Enumerable.Range(0, 400), day => Assert.True(LogRetention.Before(Now.AddDays(day), 2) <= Now.AddDays(day).AddYears(-2)));
    }

    [Fact]
    public void Archive_OfAnythingInsideRetention_CannotBeMade() =>
        Assert.Throws<ArgumentException>(() => LogArchive.Write(default, new(0, 256), new("a.zip", "", 1, 300, Now, Now), Now, Now));

    [Fact]
    public void Archive_LeavesTheDatabase_OnlyByTheWordOfTwo_AndInOrder()
    {
        var archive = LogArchive.Write(default, new(0, 512), new("a.zip", "", 1, 600, Now.AddYears(-9), Now.AddYears(-8)), Now.AddYears(-7), Now);
        Assert.Throws<InvalidOperationException>(() => archive.Advance(256, Now));
        Assert.Equal("not_asked", archive.Agree(Bob, "Bob", Now)?.Code);
        Assert.Null(archive.Ask(Ann, "Ann", "past retention", Now));
        Assert.Equal("own_removal", archive.Agree(Ann, "Ann", Now)?.Code);
        Assert.Null(archive.Decline());
        Assert.Equal("not_asked", archive.Agree(Bob, "Bob", Now)?.Code);
        Assert.Null(archive.Ask(Ann, "Ann", "past retention", Now));
        Assert.Null(archive.Agree(Bob, "Bob", Now));
        Assert.Throws<InvalidOperationException>(() => archive.Discard("changed", Now));
        archive.Advance(256, Now);
        Assert.Throws<InvalidOperationException>(() => archive.Advance(256, Now));
        Assert.Throws<InvalidOperationException>(() => archive.Advance(600, Now));
        archive.Advance(512, Now);
        Assert.Equal(LogArchiveState.Removed, archive.State);
    }

    [Fact]
    public void Hold_CoversWhatNamesItsThingOrNoTenant_UntilAnotherPersonEndsIt()
    {
        var (tenant, integration) = (new TenantId(Guid.NewGuid()), new IntegrationId(Guid.NewGuid()));
        var hold = LegalHold.Place(new(HoldScope.Tenant, tenant, null, "Home"), "Litigation", Ann, "Ann", Now);
        Assert.Equal((true, true, false), (hold.Covers(tenant, null), hold.Covers(null, integration), hold.Covers(new TenantId(Guid.NewGuid()), integration)));
        var narrow = LegalHold.Place(new(HoldScope.Integration, tenant, integration, "HR sync"), "Litigation", Ann, "Ann", Now);
        Assert.Equal((true, false), (narrow.Covers(null, integration), narrow.Covers(tenant, null)));
        Assert.Equal("own_hold", hold.End(Ann, "Ann", "settled", Now)?.Code);
        Assert.True(hold.IsOpen);
        Assert.Null(hold.End(Bob, "Bob", "settled", Now));
        Assert.False(hold.Covers(tenant, null));
        Assert.Equal("ended_already", hold.End(Bob, "Bob", "settled", Now)?.Code);
    }
}
