using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Grants;
using NhiPortal.Features.Home;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Owners.ByTarget;
using NhiPortal.Features.Requests;
using NhiPortal.Features.Targets;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Benchmarks;

/// <summary>What a page reads when it is opened, filtered, sorted or turned: the same queries, called as the page calls them.</summary>
internal static class ListsQuestions
{
    private const int Page = 50, Short = 25;
    private static readonly IntegrationOrder GapsFirst = new(IntegrationSort.Standing, false), ByName = new(IntegrationSort.Name, false);
    private static readonly IntegrationFilter Filter = new() { Kind = IntegrationKind.ScriptedAutomation, Environment = DeploymentEnvironment.Production };

    public static IReadOnlyList<(string What, Func<ListsPortal, Actor, Task> Read)> All { get; } =
    [
        ("matrix, first page", (p, who) => Matrix(p, who, new(), GapsFirst, _ => 0)),
        ("matrix, filter", (p, who) => Matrix(p, who, Filter, GapsFirst, _ => 0)),
        ("matrix, text", (p, who) => Matrix(p, who, new() { Text = p.Integration[..8] }, GapsFirst, _ => 0)),
        ("matrix, sort", (p, who) => Matrix(p, who, new(), ByName, _ => 0)),
        ("matrix, middle", (p, who) => Matrix(p, who, new(), GapsFirst, total => total / 2)),
        ("matrix, deep page", (p, who) => Matrix(p, who, new(), GapsFirst, total => total * 0.99)),
        ("by target, first page", (p, who) => ByTarget(p, who, "", 0)),
        ("by target, gaps", (p, who) => ByTarget(p, who, "?owned=gap", 0)),
        ("by target, page 40", (p, who) => ByTarget(p, who, "", 40 * Page)),
        ("service figures", (p, who) => p.Get<ServiceFiguresQuery>().RunAsync(who, default)),
        ("integrations, first", (p, who) => Integrations(p, who, new(), ByName, _ => 0)),
        ("integrations, filter", (p, who) => Integrations(p, who, Filter, ByName, _ => 0)),
        ("integrations, sort", (p, who) => Integrations(p, who, new(), new(IntegrationSort.Kind, true), _ => 0)),
        ("integrations, middle", (p, who) => Integrations(p, who, new(), ByName, total => total / 2)),
        ("integrations, deep", (p, who) => Integrations(p, who, new(), ByName, total => total * 0.99)),
        ("requests", (p, who) => p.Get<RequestListQuery>().RunAsync(who, new(), 0, Short, default)),
        ("requests, waiting", (p, who) => p.Get<RequestListQuery>().RunAsync(who, new() { States = [RequestStatus.Pending] }, 0, Short, default)),
        ("grants", (p, who) => p.Get<GrantListQuery>().RunAsync(who, new(), 0, Short, default)),
        ("grants, ended", (p, who) => p.Get<GrantListQuery>().RunAsync(who, new() { Show = "ended" }, 0, Short, default)),
        ("home", HomeAsync),
        ("inbox and its count", (p, who) => p.Get<ApprovalInboxQuery>().RunAsync(who, default)),
        ("passport", PassportAsync),
        ("targets", (p, who) => p.Get<TargetListQuery>().RunAsync(who, new(null, null, null, null), false, 0, Short, default)),
        ("target page", TargetAsync),
        ("person search", (p, who) => p.Get<PersonSearchQuery>().RunAsync(who, "an", null, default)),
    ];

    private static async Task Matrix(ListsPortal portal, Actor who, IntegrationFilter filter, IntegrationOrder order, Func<long, double> place) =>
        await portal.Get<OwnershipMatrixQuery>().RunAsync(who, filter, order, await SkipAsync(portal, who, place), Page, default);

    private static async Task ByTarget(ListsPortal portal, Actor who, string query, int skip) =>
        await portal.Get<TargetMatrixQuery>().RunAsync(who, TargetMatrixFilter.From(ListQuery.Parse(query), who.Person), skip, Page, default);

    private static async Task Integrations(ListsPortal portal, Actor who, IntegrationFilter filter, IntegrationOrder order, Func<long, double> place) =>
        await portal.Get<IntegrationListQuery>().RunAsync(who, filter, order, await SkipAsync(portal, who, place), Page, default);

    // The total is known from the page before; asking for it here must not count.
    private static async Task<int> SkipAsync(ListsPortal portal, Actor who, Func<long, double> place)
    {
        if (!portal.Totals.TryGetValue(who, out var total))
            portal.Totals[who] = total = (await portal.Get<IntegrationListQuery>().RunAsync(who, new(), ByName, 0, 1, default)).Total;
        return (int)place(total);
    }

    private static async Task HomeAsync(ListsPortal portal, Actor who)
    {
        await portal.Get<ApprovalInboxQuery>().RunAsync(who, default);
        await portal.Get<MyOwnershipsQuery>().RunAsync(who, 0, 200, default);
        await portal.Get<PostureQuery>().RunAsync(who, default);
        await portal.Get<LatelyQuery>().RunAsync(who, default);
    }

    private static async Task PassportAsync(ListsPortal portal, Actor who)
    {
        var passport = await portal.Get<PassportQuery>().RunAsync(who, portal.Integration, default);
        await portal.Get<PassportActivityQuery>().RunAsync(who, passport!.Id, default);
    }

    private static async Task TargetAsync(ListsPortal portal, Actor who)
    {
        var target = await portal.Get<TargetPageQuery>().RunAsync(who, portal.Target, 0, Short, default);
        await portal.Get<PassportActivityQuery>().OnTargetAsync(who, target!.Id, default);
    }
}
