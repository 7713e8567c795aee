/* The program `dotnet`: all that a runtime pack has not of the runtime. */
int hostfxr_main(int argc, const char **argv);

int main(int argc, const char **argv)
{
    return hostfxr_main(argc, argv);
}
