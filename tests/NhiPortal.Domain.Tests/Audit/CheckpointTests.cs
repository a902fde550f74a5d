using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Tests.Audit;

public sealed class CheckpointTests : IDisposable
{
    private static readonly Checkpoint Sample = new("nhi.example/log é", 1_234_567, SampleTree.Leaf(7), 1_790_000_000);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Verify_WhatTheKeySigned_ReturnsTheStatement()
    {
        using var publicKey = CheckpointKey.FromPublicJwk(CheckpointKey.PublicJwk(_key))!;
        Assert.Equal(Sample, Checkpoint.Verify(Sample.Sign(_key), publicKey));
    }

    [Fact]
    public void Sign_Checkpoint_HasExactlyTheHeaderAndPayloadPromised()
    {
        var parts = Sample.Sign(_key).Split('.');
        Assert.Equal(
            $$"""{"alg":"ES256","kid":"{{CheckpointKey.Thumbprint(_key)}}","typ":"nhiportal-checkpoint+jws"}""", Text(parts[0]));
        Assert.Equal(
            $$"""{"origin":"nhi.example/log é","root":"{{Sample.Root}}","size":1234567,"time":1790000000}""", Text(parts[1]));
        Assert.Equal(64, Base64Url.DecodeFromChars(parts[2]).Length);
    }

    [Fact]
    public void Of_Tree_TakesSizeRootAndTime()
    {
        var tree = new SampleTree(5);
        var checkpoint = Checkpoint.Of("o", tree.Frontier, DateTimeOffset.UnixEpoch.AddSeconds(9.9));
        Assert.Equal(new Checkpoint("o", 5, tree.Root(5), 9), checkpoint);
    }

    [Fact]
    public void Verify_AnyCharacterChanged_IsNull() => Prop.ForAll<int, char>((position, with) =>
    {
        var jws = Sample.Sign(_key).ToCharArray();
        var at = (int)((uint)position % jws.Length);
        if (jws[at] == with) return;
        jws[at] = with;
        Assert.Null(Checkpoint.Verify(new string(jws), _key));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Verify_AnyBitOfAnyPartFlipped_IsNull()
    {
        var parts = Sample.Sign(_key).Split('.');
        for (var part = 0; part < 3; part++)
        {
            var bytes = Base64Url.DecodeFromChars(parts[part]);
            for (var bit = 0; bit < bytes.Length * 8; bit += 3)
            {
                byte[] altered = [.. bytes];
                altered[bit / 8] ^= (byte)(1 << bit % 8);
                string[] forged = [.. parts];
                forged[part] = Base64Url.EncodeToString(altered);
                Assert.Null(Checkpoint.Verify(string.Join('.', forged), _key));
            }
        }
    }

    [Theory]
    [InlineData("""{"alg":"none","kid":"KID","typ":"nhiportal-checkpoint+jws"}""")]
    [InlineData("""{"alg":"None","kid":"KID","typ":"nhiportal-checkpoint+jws"}""")]
    [InlineData("""{"alg":"HS256","kid":"KID","typ":"nhiportal-checkpoint+jws"}""")]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"JWT"}""")]
    [InlineData("""{"alg":"ES256","kid":"KID"}""")]
    [InlineData("""{"alg":"ES256","kid":"other","typ":"nhiportal-checkpoint+jws"}""")]
    [InlineData("""{"alg":"ES256","crit":["x"],"kid":"KID","typ":"nhiportal-checkpoint+jws"}""")]
    [InlineData("""{"alg":"ES256","alg":"none","kid":"KID","typ":"nhiportal-checkpoint+jws"}""")]
    [InlineData("""[]""")]
    public void Verify_AnotherHeaderTrulySigned_IsNull(string header)
    {
        header = header.Replace("KID", CheckpointKey.Thumbprint(_key), StringComparison.Ordinal);
        var payload = Sample.Sign(_key).Split('.')[1];
        Assert.Null(Checkpoint.Verify(Signed($"{Url(header)}.{payload}"), _key));
        Assert.Null(Checkpoint.Verify($"{Url(header)}.{payload}.", _key));
    }

    [Theory]
    [InlineData("""{"origin":"o","root":"ROOT","size":1}""")]
    [InlineData("""{"origin":"o","root":"ROOT","size":-1,"time":1}""")]
    [InlineData("""{"origin":"o","root":"ROOT","size":1.5,"time":1}""")]
    [InlineData("""{"origin":"o","root":"ROOT","size":"1","time":1}""")]
    [InlineData("""{"origin":"o","root":"00","size":1,"time":1}""")]
    [InlineData("""{"origin":"o","root":"ROOT","size":1,"time":1,"more":1}""")]
    [InlineData("""{"origin":"o","root":"ROOT","size":1,"size":1,"time":1}""")]
    [InlineData("""{"origin":"\ud800","root":"ROOT","size":1,"time":1}""")]
    [InlineData("""{"size":1,"origin":"o","root":"ROOT","time":1}""")]
    [InlineData("""[1]""")]
    [InlineData("""no""")]
    public void Verify_AnotherPayloadTrulySigned_IsNull(string payload)
    {
        payload = payload.Replace("ROOT", Sample.Root.ToString(), StringComparison.Ordinal);
        Assert.Null(Checkpoint.Verify(Signed($"{Sample.Sign(_key).Split('.')[0]}.{Url(payload)}"), _key));
    }

    [Fact]
    public void Verify_AnotherKeyOrSpelling_IsNull()
    {
        var jws = Sample.Sign(_key);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Null(Checkpoint.Verify(jws, other));
        var parts = jws.Split('.');
        var der = _key.SignData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        string?[] spellings = [null, "", "..", jws + "=", jws + "==", jws + " ", " " + jws, jws + ".", parts[0] + "." + parts[1],
            $"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(der)}", $"{parts[0]}.{parts[1]}.", new string('a', 5000)];
        foreach (var spelling in spellings) Assert.Null(Checkpoint.Verify(spelling!, _key));
    }

    [Fact]
    public void Sign_WhatCouldNotBeReadBack_IsRefused()
    {
        Checkpoint[] unfit = [Sample with { TreeSize = -1 }, Sample with { TreeSize = (1L << 53) + 1 },
            Sample with { UnixTime = long.MaxValue }, Sample with { Origin = new string('o', 4000) }, Sample with { Origin = "\ud800" }];
        foreach (var checkpoint in unfit) Assert.Throws<ArgumentException>(() => checkpoint.Sign(_key));
        var longest = Sample with { Origin = new string('o', 2500) };
        Assert.Equal(longest, Checkpoint.Verify(longest.Sign(_key), _key));
    }

    private static string Text(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));

    private static string Url(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private string Signed(string text) => text + "." + Base64Url.EncodeToString(
        _key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
}
