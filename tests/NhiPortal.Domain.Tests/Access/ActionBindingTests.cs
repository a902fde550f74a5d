using System.Text.Json;
using FsCheck.Fluent;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Tests.Access;

public sealed class ActionBindingTests
{
    private static readonly WorkloadId Workload = new(new Guid("0195a1b2-0000-7000-8000-0000000000ab"));

    [Fact]
    public void TryWritePlain_WhateverItWrites_IsTheCanonicalForm()
    {
        var plain = 0;
        World.Holds(
            from action in Texts
            from target in Texts
            from resource in Texts
            from names in Gen.Frequency((3, Gen.Constant<string[]>(["member"])), (1, Gen.SubListOf("member", "role", "ßcope", "a\"b").Select(list => list.ToArray())))
            from value in Texts
            from isText in Gen.Frequency((5, Gen.Constant(true)), (1, Gen.Constant(false)))
            select new ActionCall(action, target, "group", resource, names.ToDictionary(
                name => name, _ => isText ? JsonSerializer.SerializeToElement(value) : JsonSerializer.SerializeToElement(value.Length))),
            call =>
            {
                Span<byte> output = stackalloc byte[1024];
                if (!ActionBinding.TryWritePlain(call, Workload, output, out var length))
                    return true;
                plain++;
                return output[..length].SequenceEqual(CanonicalJson.ToBytes(ActionBinding.Write(call, Workload)));
            });
        Assert.InRange(plain, 100, int.MaxValue);
    }

    [Fact]
    public void Of_LongerThanItsRoom_IsStillTheHashOfTheCanonicalForm()
    {
        var call = new ActionCall("a", "t", "group", new string('x', 500), new Dictionary<string, JsonElement> { ["member"] = JsonSerializer.SerializeToElement(new string('y', 900)) });

        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(CanonicalJson.ToBytes(ActionBinding.Write(call, Workload)))), call.BindTo(Workload));
    }

    private static FsCheck.Gen<string> Texts { get; } = Gen.Frequency(
        (4, Gen.Elements("group.add_member", "Domain Admins", "a", "<b>", "{}", "~", "it's + more")),
        (1, Gen.Elements("& \"so\"", "back\\slash", "tab\t", "é", "😀", "\u007f")));
}
