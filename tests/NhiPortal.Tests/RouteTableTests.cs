using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.SignIn;

namespace NhiPortal.Tests;

/// <summary>Everyone against every address the program answers: the table says who gets in, and an address that is not in it fails.</summary>
public sealed class RouteTableTests(RouteTableTests.Demo demo) : IClassFixture<RouteTableTests.Demo>
{
    private const string Nobody = "nobody", Workload = "workload token", Gateway = "enforcement point", Pipeline = "pipeline", OtherTenant = "other tenant";

    private static readonly string[] People =
        ["no-role", "business-owner", "system-owner", "iam-owner", "iam-staff", "security-operations", "auditor", "administrator", OtherTenant];

    private static readonly string[] Everybody = [Nobody, Workload, Gateway, Pipeline, .. People];
    private static readonly string[] Readers = [OtherTenant, "iam-staff", "security-operations", "auditor", "administrator"];
    private static readonly string[] Registrars = [OtherTenant, "iam-staff", "administrator"];
    private static readonly string[] Administrators = ["administrator"];

    /// <summary>Each address as it is mapped; a method where it is not GET; an example to ask for; who gets in.</summary>
    private static readonly (string Route, string Example, string[] May)[] Table =
    [
        ("/", "/", People),
        ("/inbox", "/inbox", People),
        ("/inbox/{Id:guid}", "/inbox/{request}", People),
        ("/requests", "/requests", People),
        ("/requests/{Id:guid}", "/requests/{request}", People),
        ("/requests/new", "/requests/new", People),
        ("/grants", "/grants", People),
        ("/pre-approvals", "/pre-approvals", People),
        ("/pre-approvals/{Id:guid}", "/pre-approvals/0195a1b2-0000-7000-8000-000000000001", People),
        ("/owners", "/owners", People),
        ("/owners/mine", "/owners/mine", People),
        ("/stand-ins", "/stand-ins", People),
        ("/reconciliation", "/reconciliation", Readers),
        ("/reviews", "/reviews", People),
        ("/reviews/new", "/reviews/new", Registrars),
        ("/reviews/{Id:guid}", "/reviews/0195a1b2-0000-7000-8000-000000000001", People),
        ("/reviews/{Id:guid}/carry-out", "/reviews/0195a1b2-0000-7000-8000-000000000001/carry-out", People),
        ("/reviews/{Id:guid}/edit", "/reviews/0195a1b2-0000-7000-8000-000000000001/edit", Registrars),
        ("/reviews/{Id:guid}/mine", "/reviews/0195a1b2-0000-7000-8000-000000000001/mine", People),
        ("/stops", "/stops", People),
        ("/stops/{Id:guid}", "/stops/0195a1b2-0000-7000-8000-000000000001", People),
        ("/break-glass", "/break-glass", People),
        ("/break-glass/{Id:guid}", "/break-glass/0195a1b2-0000-7000-8000-000000000001", People),
        ("/revocations", "/revocations", People),
        ("/revocations/{Id:guid}", "/revocations/0195a1b2-0000-7000-8000-000000000001", People),
        ("/revocations/policies", "/revocations/policies", Readers),
        ("/revocations/policies/{Kind}", "/revocations/policies/OwnerGone", Readers),
        ("/figures", "/figures", Readers),
        ("/controls", "/controls", Readers),
        ("/controls/{FrameworkKey}/{*ControlId}", "/controls/csf/PR.AA-05", Readers),
        ("/controls.csv", "/controls.csv?framework=csf", Readers),
        ("/owners/targets", "/owners/targets", People),
        ("/owners/import", "/owners/import", Registrars),
        ("/integrations", "/integrations", People),
        ("/integrations/{Key}", "/integrations/hr-sync", People),
        ("/integrations/new", "/integrations/new", Registrars),
        ("/integrations/import", "/integrations/import", Registrars),
        ("/integrations/{Key}/edit", "/integrations/hr-sync/edit", Registrars),
        ("/integrations/{Key}/clone", "/integrations/hr-sync/clone", Registrars),
        ("/credentials", "/credentials", People),
        ("/credentials/new", "/credentials/new", People),
        ("/credentials/import", "/credentials/import", Registrars),
        ("/credentials/{Id:guid}", "/credentials/0195a1b2-0000-7000-8000-000000000001", People),
        ("/credentials/{Id:guid}/edit", "/credentials/0195a1b2-0000-7000-8000-000000000001/edit", People),
        ("/credentials.csv", "/credentials.csv", People),
        ("/reviews/{id:guid}/report.pdf", "/reviews/0195a1b2-0000-7000-8000-000000000001/report.pdf", People),
        ("/reviews/{id:guid}/report.xlsx", "/reviews/0195a1b2-0000-7000-8000-000000000001/report.xlsx", People),
        ("/reviews/{id:guid}/report.csv", "/reviews/0195a1b2-0000-7000-8000-000000000001/report.csv", People),
        ("/reviews/{id:guid}/report.json", "/reviews/0195a1b2-0000-7000-8000-000000000001/report.json", People),
        ("/credentials.xlsx", "/credentials.xlsx", People),
        ("/rotations", "/rotations", People),
        ("/rotations/schedules", "/rotations/schedules", Readers),
        ("/vendors", "/vendors", People),
        ("/vendors/new", "/vendors/new", Registrars),
        ("/vendors/{Key}", "/vendors/quillsign", People),
        ("/vendors/{Key}/edit", "/vendors/quillsign/edit", Registrars),
        ("/imports/{kind}/template.csv", "/imports/integrations/template.csv", People),
        ("/imports/{kind}/template.xlsx", "/imports/integrations/template.xlsx", People),
        ("/imports/{id:guid}.csv", "/imports/00000000-0000-0000-0000-000000000001.csv", People),
        ("/targets", "/targets", People),
        ("/targets/{Key}", "/targets/corp-directory", People),
        ("/people", "/people", Readers),
        ("/people/{Id:guid}", "/people/00000000-0000-0000-0000-000000000001", People),
        ("/people/me", "/people/me", People),
        ("/people/sync", "/people/sync", Administrators),
        ("/people.csv", "/people.csv", People),
        ("/reminders", "/reminders", People),
        ("/reminders/settings", "/reminders/settings", People),
        ("/actions/{Id:guid}", "/actions/{request}", People),
        ("/findings", "/findings", People),
        ("/findings/rules", "/findings/rules", People),
        ("/findings/{Id:guid}", "/findings/0195a1b2-0000-7000-8000-000000000001", People),
        ("/findings.csv", "/findings.csv", People),
        ("/discovery", "/discovery", Readers),
        ("/discovery.csv", "/discovery.csv", Readers),
        ("/audit", "/audit", Readers),
        ("/audit/retention", "/audit/retention", Readers),
        ("/audit/{Id:guid}", "/audit/{event}", Readers),
        ("/rooms", "/rooms", People),
        ("/rooms/{Id:guid}", "/rooms/0195a1b2-0000-7000-8000-000000000001", People),
        ("/rooms/{Id:guid}/{Number:int}", "/rooms/0195a1b2-0000-7000-8000-000000000001/1", People),
        ("/rooms/{id:guid}/{number:int}.zip", "/rooms/0195a1b2-0000-7000-8000-000000000001/1.zip", People),
        ("/rooms/{id:guid}/{number:int}.csv", "/rooms/0195a1b2-0000-7000-8000-000000000001/2.csv", People),
        ("/questions", "/questions", Readers),
        ("/questions/{Key}", "/questions/created-administrators", Readers),
        ("/questions/{key}.csv", "/questions/created-administrators.csv?from=2026-07-01&to=2026-09-30", Readers),
        ("/questions/samples/{Id:guid}", "/questions/samples/0195a1b2-0000-7000-8000-000000000001", Readers),
        ("/evidence", "/evidence", Readers),
        ("/evidence/verify.html", "/evidence/verify.html", Readers),
        ("/evidence/{id:guid}.zip", "/evidence/0195a1b2-0000-7000-8000-000000000001.zip", Readers),
        ("/policies", "/policies", Readers),
        ("/policies/draft", "/policies/draft", Readers),
        ("/policies/{Number:int}", "/policies/1", Readers),
        ("/policies/access-rules", "/policies/access-rules", Readers),
        ("/policies/access-rules/{Tenant}", "/policies/access-rules/home", Readers),
        ("/policies/access-rules/{Tenant}/draft", "/policies/access-rules/home/draft", Readers),
        ("/policies/access-rules/{Tenant}/{Number:int}", "/policies/access-rules/home/1", Readers),
        ("/administration", "/administration", Administrators),
        ("/administration/channels", "/administration/channels", Administrators),
        ("/administration/channels/new", "/administration/channels/new", Administrators),
        ("/administration/channels/{Id:guid}", "/administration/channels/0195a1b2-0000-7000-8000-000000000001", Administrators),
        ("/administration/channels/{Id:guid}/edit", "/administration/channels/0195a1b2-0000-7000-8000-000000000001/edit", Administrators),
        ("/administration/jobs/{**path}", "/administration/jobs", Administrators),
        ("/requests.csv", "/requests.csv", People),
        ("/grants.csv", "/grants.csv", People),
        ("/owners.csv", "/owners.csv", People),
        ("/owners.xlsx", "/owners.xlsx", People),
        ("/owners/targets.csv", "/owners/targets.csv", People),
        ("/owners/targets.xlsx", "/owners/targets.xlsx", People),
        ("/integrations.csv", "/integrations.csv", People),
        ("/integrations.xlsx", "/integrations.xlsx", People),
        ("/audit.csv", "/audit.csv?kind=policy", Readers),
        ("/audit.jsonl", "/audit.jsonl?kind=policy", Readers),
        // Not there and not yours are the same answer, so only those who see the request get the file.
        ("/actions/{id:guid}.json", "/actions/{request}.json", ["business-owner", "system-owner", "iam-owner", "iam-staff", "security-operations", "auditor", "administrator"]),
        ("POST /access/v1/evaluation", "/access/v1/evaluation", [Workload, Gateway]),
        ("POST /access/v1/requests", "/access/v1/requests", [Workload]),
        // Whoever may ask at all learns nothing of a request that is not their own.
        ("/access/v1/requests/{id}", "/access/v1/requests/{request}", [Workload, Gateway]),
        ("POST /access/v1/requests/{id}/cancel", "/access/v1/requests/{request}/cancel", [Workload, Gateway]),
        ("POST /access/v1/requests/{id}/answer", "/access/v1/requests/{request}/answer", [Workload, Gateway]),
        ("POST /access/v1/credentials/{id}/used", "/access/v1/credentials/0195a1b2-0000-7000-8000-000000000001/used", [Workload, Gateway]),
        ("/access/v1/request-schema.json", "/access/v1/request-schema.json", Everybody),
        ("/access/{**rest}", "/access/v1/nothing-here", Everybody),
        ("POST /api/integrations", "/api/integrations", [Pipeline]),
        ("/api/integrations/{key}", "/api/integrations/hr-sync", [Pipeline]),
        ("/api/{**rest}", "/api/nothing-here", Everybody),
        ("/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource", Everybody),
        ("/.well-known/authzen-configuration", "/.well-known/authzen-configuration", Everybody),
        ("/.well-known/jwks.json", "/.well-known/jwks.json", Everybody),
        ("POST /dev/token", "/dev/token", Everybody),
        ("/health", "/health", Everybody),
        ("/health/ready", "/health/ready", Everybody),
        ("/sign-in", "/sign-in", Everybody),
        ("POST /sign-in/persona", "/sign-in/persona", Everybody),
        ("/sign-out", "/sign-out", Everybody),
        ("POST /sign-out", "/sign-out", Everybody),
        ("/access-denied", "/access-denied", Everybody),
        ("/not-found", "/not-found", Everybody),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Callers => [.. Everybody];

    [Fact]
    public void Table_NamesEveryAddressTheProgramAnswers()
    {
        var mapped = demo.Host.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => !IsFramework(endpoint)).Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Distinct().ToList();
        var known = Table.Select(entry => entry.Route.Replace("POST ", "", StringComparison.Ordinal)).ToList();
        Assert.Equal("", string.Join('\n', mapped.Except(known)));
        Assert.Equal("", string.Join('\n', known.Except(mapped)));
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Addresses_TriedByEveryone_LetInWhomTheTableSays(string caller)
    {
        using var client = await demo.ClientAsync(caller);
        var wrong = new List<string>();
        foreach (var (route, example, may) in Table.Where(entry => !entry.Route.EndsWith("sign-out", StringComparison.Ordinal)))
        {
            var post = route.StartsWith("POST ", StringComparison.Ordinal);
            using var asked = new HttpRequestMessage(post ? HttpMethod.Post : HttpMethod.Get, demo.Fill(example));
            if (post)
                asked.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
            using var answer = await client.SendAsync(asked, Stop);
            // Past the door, a form or a body that says nothing may still be refused for what it says.
            var inside = answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.Redirect) || example == "/access-denied";
            if (example.EndsWith(".json", StringComparison.Ordinal) && example.StartsWith("/actions", StringComparison.Ordinal))
                inside = answer.StatusCode == HttpStatusCode.OK;
            if (inside != may.Contains(caller) || (int)answer.StatusCode >= 500)
                wrong.Add($"{route}: {(int)answer.StatusCode}");
        }

        Assert.Empty(wrong);
    }

    /// <summary>Whatever an auditor takes away as a file is on record; a route that is new is asked, too.</summary>
    [Fact]
    public async Task EveryFile_AnAuditorTakes_IsRecorded()
    {
        string[] silent = ["/evidence/verify.html", "/imports/{kind}/template.csv", "/imports/{kind}/template.xlsx", "/.well-known/jwks.json", "/access/v1/request-schema.json"];
        using var client = await demo.ClientAsync("auditor");
        var (unrecorded, taken) = (new List<string>(), 0);
        foreach (var (route, example, _) in Table.Where(entry => Path.HasExtension(entry.Route) && !silent.Contains(entry.Route) && !entry.Route.StartsWith("POST", StringComparison.Ordinal)))
        {
            var before = await demo.ReadingsAsync();
            using var answer = await client.GetAsync(new Uri(demo.Fill(example), UriKind.Relative), Stop);
            await answer.Content.ReadAsByteArrayAsync(Stop);
            if (answer.StatusCode != HttpStatusCode.OK)
                continue;
            taken++;
            // What is recorded with the last line is there a moment after it.
            for (var look = 0; look < 50 && await demo.ReadingsAsync() == before; look++)
                await Task.Delay(20, Stop);
            if (await demo.ReadingsAsync() == before)
                unrecorded.Add(route);
        }

        Assert.Empty(unrecorded);
        Assert.InRange(taken, 12, 100);
    }

    /// <summary>Assets and the live connection carry nothing of anybody's; a circuit reads its pages as its own person.</summary>
    private static bool IsFramework(RouteEndpoint endpoint)
    {
        var route = endpoint.RoutePattern.RawText ?? "";
        return route.Contains("_blazor", StringComparison.Ordinal) || route.Contains("_framework", StringComparison.Ordinal) || route.Contains("_content", StringComparison.Ordinal)
            || endpoint.Metadata.Any(thing => thing.GetType().Name is "StaticAssetDescriptor" or "StaticAssetsEndpointRouteBuilder") || route.StartsWith("{**", StringComparison.Ordinal);
    }

    /// <summary>The whole program with its demonstration data, and a client for each kind of caller.</summary>
    public sealed class Demo : IAsyncLifetime
    {
        private Guid request, told;
        private Person elsewhere = null!;

        public PortalHost Host { get; } = PortalHost.Development(("Seed", "demo"));

        public async ValueTask InitializeAsync()
        {
            await using var db = await Host.Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync(Stop);
            var directory = await db.Targets.SingleAsync(t => t.Key == "corp-directory", Stop);
            var sync = await db.Integrations.SingleAsync(i => i.Key == "hr-sync", Stop);
            request = (await db.Requests.Where(r => r.IntegrationId == sync.Id && r.TargetId == directory.Id).Select(r => r.Id).FirstAsync(Stop)).Value;
            told = await db.AuditEvents.Where(e => e.IntegrationId == sync.Id).Select(e => e.EventId).FirstAsync(Stop);
            elsewhere = await db.People.IgnoreAutoIncludes().FirstAsync(p => p.TenantId != sync.TenantId && p.Status == PersonStatus.Active && !p.External && p.AlsoIn.Count == 0, Stop);
        }

        /// <summary>How often reading was recorded so far.</summary>
        public async Task<int> ReadingsAsync()
        {
            string[] kinds = ["audit.read", "audit.exported", "audit.file_taken", "control.exported", "evidence.taken", "question.asked", "question.exported", "question.sample_read"];
            await using var db = await Host.Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync(Stop);
            return await db.AuditEvents.CountAsync(e => kinds.Contains(e.Kind), Stop);
        }

        public string Fill(string example) => example.Replace("{request}", request.ToString(), StringComparison.Ordinal).Replace("{event}", told.ToString(), StringComparison.Ordinal);

        public async Task<HttpClient> ClientAsync(string caller)
        {
            var client = Host.CreateClient();
            switch (caller)
            {
                case Nobody:
                    break;
                case Workload:
                    client.DefaultRequestHeaders.Authorization = await TokenAsync(client, "workload", "hr-sync");
                    break;
                case Gateway:
                    client.DefaultRequestHeaders.Authorization = await TokenAsync(client, "enforcement_point", "edge-gateway");
                    break;
                case Pipeline:
                    client.DefaultRequestHeaders.Authorization = await TokenAsync(client, "pipeline", "ci-pipeline");
                    break;
                case OtherTenant:
                    client.DefaultRequestHeaders.Add("Cookie", Cookie(elsewhere));
                    break;
                default:
                    using (var answer = await PortalHost.SendFormAsync(client, "/sign-in", "/sign-in/persona", ("persona", caller)))
                        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
                    break;
            }

            return client;
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();

        /// <summary>The session that a sign-in through another tenant's directory would have opened.</summary>
        private string Cookie(Person person)
        {
            var options = Host.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme);
            var session = Host.Services.GetRequiredService<PortalSession>().Open(person, [Role.IamStaff], null);
            return $"{options.Cookie.Name}={options.TicketDataFormat.Protect(new AuthenticationTicket(session, CookieAuthenticationDefaults.AuthenticationScheme))}";
        }

        private static async Task<AuthenticationHeaderValue> TokenAsync(HttpClient client, string kind, string key)
        {
            using var form = new FormUrlEncodedContent([new(kind, key)]);
            using var answer = await client.PostAsync(new Uri("/dev/token", UriKind.Relative), form, Stop);
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
            return new("Bearer", json.RootElement.GetProperty("access_token").GetString());
        }
    }
}
