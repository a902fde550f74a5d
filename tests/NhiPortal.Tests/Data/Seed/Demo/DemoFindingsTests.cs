using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Findings;
using NhiPortal.Features.Findings;

namespace NhiPortal.Tests.Data.Seed.Demo;

public sealed class DemoFindingsTests(SeededDemo demo) : IClassFixture<SeededDemo>
{
    [Fact]
    public async Task Findings_AreWhatTheRulesFindInTheDatabase() => Assert.Equal(0, await demo.Portal.Get<EvaluateFindings>().RunAsync(Stop));

    [Fact]
    public async Task Findings_HaveAHistory()
    {
        await using var db = demo.Portal.Db();
        var findings = await db.Findings.AsNoTracking().ToListAsync(Stop);
        Assert.InRange(findings.Select(f => f.Rule).Distinct().Count(), 9, FindingRules.All.Count);
        Assert.Contains(findings, f => f.Status == FindingStatus.Closed);
        Assert.True(findings.Count(f => f.AssigneeId is not null) >= 2);
        Assert.Single(findings, f => f.Status == FindingStatus.Excepted);
        Assert.Single(findings, f => f.ExceptionIsPending);
        var trend = await demo.Portal.Get<FindingTrendQuery>().RunAsync(await demo.PersonaAsync("security-operations", Role.SecurityOperations), Stop);
        Assert.True(trend.Select(day => day.All).Distinct().Count() > 10);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
