@echo off
rem Affût for Windows: finds a Java, builds at first use, and runs the program. Prepared, never run.
rem
rem   AFFUT_JAVA_HOME   the JDK to use; one that does not serve is an error
rem   AFFUT_JAVA_OPTS   more options for Java, separated by spaces
rem
rem Unlike the launcher for POSIX it does not notice changed sources: run "mvn -DskipTests package", with
rem -Pgpu where the program has TensorRT in it.
setlocal EnableExtensions DisableDelayedExpansion
set "needed=25"
set "root=%~dp0"
set "java_home="

if exist "%root%pom.xml" goto sources
set "lib=%root%lib"
set "build="
if not exist "%lib%\" (
  >&2 echo affut: the folder lib is missing beside affut.cmd; unpack the release again.
  exit /b 70
)
goto find

:sources
set "lib=%root%cli\target\affut\lib"
set "build="
if not exist "%root%cli\target\affut\built" set "build=yes"

:find
if defined AFFUT_JAVA_HOME goto named
if defined JAVA_HOME call :consider "%JAVA_HOME%"
for %%t in (java.exe javac.exe) do for %%f in ("%%~$PATH:t") do if not "%%~f"=="" call :consider "%%~dpf.."
for /d %%d in (
  "%ProgramFiles%\Java\*"
  "%ProgramFiles%\Eclipse Adoptium\*"
  "%ProgramFiles%\Microsoft\jdk-*"
  "%ProgramFiles%\Zulu\*"
  "%ProgramFiles%\Amazon Corretto\*"
  "%ProgramFiles%\BellSoft\*"
  "%LOCALAPPDATA%\Programs\Eclipse Adoptium\*"
  "%USERPROFILE%\.jdks\*"
  "%USERPROFILE%\scoop\apps\*jdk*\current"
) do call :consider "%%~d"
if defined java_home goto found
>&2 echo affut: no JDK of at least %needed% was found in JAVA_HOME, on the PATH or in the usual places; install one, or name its folder in AFFUT_JAVA_HOME.
exit /b 3

:named
call :consider "%AFFUT_JAVA_HOME%"
if defined java_home goto found
>&2 echo affut: AFFUT_JAVA_HOME names %AFFUT_JAVA_HOME%, which holds no JDK of at least %needed%.
exit /b 3

:found
if not defined build goto start
where mvn >nul 2>nul
if errorlevel 1 (
  >&2 echo affut: Affut has to be built at its first use, and Maven, 3.8 or later, is not on the PATH; install it.
  exit /b 3
)
if not exist "%root%target\" mkdir "%root%target"
mkdir "%root%target\launcher.lock" 2>nul
if errorlevel 1 (
  >&2 echo affut: Affut is being built by another launch; wait for it, or remove "%root%target\launcher.lock" if there is none.
  exit /b 70
)
>&2 echo Building Affut ^(first use, about a minute^)...
set "JAVA25_HOME=%java_home%"
if not defined JAVA_HOME set "JAVA_HOME=%java_home%"
pushd "%root%"
call mvn -B -q -pl cli -am -Dmaven.test.skip=true -Dformat.skip=true package >"%root%target\launcher-build.log" 2>&1 <nul
set "status=%ERRORLEVEL%"
popd
rmdir "%root%target\launcher.lock"
if not "%status%"=="0" (
  >&2 type "%root%target\launcher-build.log"
  >&2 echo affut: the build failed, see above.
  exit /b 70
)

:start
rem A program that was built for NVIDIA's GPUs has the presets of CUDA and TensorRT, which are no modules.
set "native=io.affut.bindings,org.bytedeco.javacpp,org.bytedeco.ffmpeg"
set "presets=%lib:~0,-3%gpu"
set "class_path="
if exist "%presets%\" set class_path=--class-path "%presets%\*"
if exist "%presets%\" set "native=%native%,ALL-UNNAMED"
rem Messages are UTF-8: the console is told so, and set back afterwards.
for /f "tokens=2 delims=:." %%c in ('chcp') do set "codepage=%%c"
chcp 65001 >nul
"%java_home%\bin\java.exe" --module-path "%lib%" %class_path% --enable-native-access=%native% --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -Xms48m -Djava.awt.headless=true %AFFUT_JAVA_OPTS% -m io.affut.cli/io.affut.cli.Affut %*
set "status=%ERRORLEVEL%"
chcp %codepage% >nul
exit /b %status%

rem Takes the Java in a folder if it is new enough and, when there is something to build, has a compiler.
rem It reads the file "release" instead of starting each Java.
:consider
if defined java_home exit /b 0
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" exit /b 0
if defined build if not exist "%~1\bin\javac.exe" exit /b 0
set "version="
for /f "usebackq tokens=1,2 delims==" %%a in ("%~1\release") do if "%%a"=="JAVA_VERSION" set "version=%%~b"
if not defined version exit /b 0
for /f "delims=.-+_" %%m in ("%version%") do set "version=%%m"
if %version% GEQ %needed% set "java_home=%~f1"
exit /b 0
