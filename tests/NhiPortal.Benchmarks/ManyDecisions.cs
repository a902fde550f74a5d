using System.Text.Json;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Benchmarks;

/// <summary>Allows of the shape the portal records, each for one of many grants at random.</summary>
internal sealed class ManyDecisions(int integrations, int grants)
{
    private readonly Random random = new(1);
    private readonly Guid target = NewId();
    private readonly Guid tenant = NewId();
    private readonly AuditRoleHolder[] owners = [.. new[] { "BusinessOwner", "IamOwner", "SystemOwner" }.Select(role => new AuditRoleHolder(NewId(), $"The {role}", role))];
    private readonly (Guid Integration, Guid Workload, Guid[] Requests)[] agents =
        [.. Enumerable.Range(0, integrations).Select(_ => (NewId(), NewId(), Enumerable.Range(0, grants).Select(_ => NewId()).ToArray()))];

    public byte[] Next()
    {
        var n = random.Next(agents.Length);
        var (integration, workload, requests) = agents[n];
        var request = requests[random.Next(requests.Length)];
        var key = $"agent-{n:00000}";
        return JsonSerializer.SerializeToUtf8Bytes(
            new AuditBody
            {
                Id = NewId(),
                At = TimeProvider.System.GetUtcNow(),
                Kind = "access.allowed",
                Actor = new AuditActor(ActorKind.Workload, workload, key),
                Sentence = $"{key} was allowed group.add_member on corp-directory.",
                Tenant = tenant,
                Integration = new AuditThing(integration, key),
                Target = new AuditThing(target, "corp-directory"),
                Workload = new AuditWorkload(workload, "urn:benchmark", key),
                Request = request,
                Grant = request,
                Approvers = [owners[2]],
                Owners = owners,
                Facts = new Dictionary<string, string?>
                {
                    ["action"] = "group.add_member",
                    ["binding"] = new string('a', 64),
                    ["resource"] = $"group/account-{n:000000}",
                    ["target"] = "corp-directory",
                },
                Client = "127.0.0.1",
                Trace = new string('0', 32),
            },
            AuditJson.Default.AuditBody);
    }

    private static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
}
